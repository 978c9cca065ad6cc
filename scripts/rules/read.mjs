// Reads the rules and markets from their JSON files.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";

const folder = join(root, "js/rules");
const read = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));

/** The JSON schema of a rule. */
export const readSchema = () => read("rule.schema.json");

/** The markets, without the rules that they inherit. */
export const readMarkets = () => read("markets.json");

/** The columns of a survey in the terms of the rules, and why its verdicts can differ. */
export const readSurveyTerms = () => JSON.parse(readFileSync(new URL("survey-terms.json", import.meta.url), "utf8"));

/** The rules as `{ name, rule }`, with the name of the file. */
export const readRules = () =>
  readdirSync(join(folder, "data"))
    .sort()
    .map((name) => ({ name, rule: read(`data/${name}`) }));

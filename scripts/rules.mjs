// Prints what the rules of each market state about each operation, validates the data, and updates the pages of the rules.
// `npm run rules -- --by-rule` has a row for each rule, `--json` prints JSON, `--compare FILE` compares with an earlier JSON, or
// with a survey of the rules, such as tests/rules/survey.json.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { setUp } from "./setup/index.mjs";
import { operations } from "./rules/operations.mjs";
import { readMarkets, readRules } from "./rules/read.mjs";
import { readJson, readSurvey } from "./rules/survey.mjs";
import { compareSurvey, describeComparison } from "./rules/survey-comparison.mjs";
import { compareTables, createTable, legend, toMarkdown } from "./rules/table.mjs";

/** The verdicts of all operations, by market or by rule. */
export async function verdicts(byRule) {
  const { checkRules, listMarkets, listRules } = await import("../dist/rules/index.js");
  const columns = new Map(
    byRule
      ? listRules().map((rule) => [rule.id, { ...rule, name: rule.id, rules: [rule] }])
      : listMarkets().map((market) => [market.id, market]),
  );
  return createTable(operations, [...columns.keys()], (params, id) => checkRules(params, columns.get(id)).verdict);
}

/** Prints errors and warnings. Returns the number of errors. */
async function validate() {
  const { findErrors, findWarnings } = await import("./rules/validate.mjs");
  const markets = readMarkets().map(({ id }) => id);
  const rules = readRules().map(({ rule }) => rule);
  const errors = rules.flatMap((rule) => findErrors(rule, markets));
  for (const line of [...errors, ...rules.flatMap((rule) => findWarnings(rule, Date.now()))]) console.error(line);
  return errors.length;
}

/** All verdicts of a survey and those of the package. */
export async function compareWithSurvey(survey) {
  const { checkRules, listRules } = await import("../dist/rules/index.js");
  const on = new Date(survey.date);
  const check = (rule, params) => checkRules(params, { id: rule.id, name: rule.id, rules: [rule] }, { on }).verdict;
  return compareSurvey(survey, listRules(), check);
}

/** Prints the comparison with a file. Returns the number of differences without an explanation. */
export async function compareWith(path, table) {
  const text = readFileSync(path, "utf8");
  const survey = readSurvey(text);
  if (survey) {
    const cells = await compareWithSurvey(survey);
    console.log(`${describeComparison(cells)}\n\n${legend}`);
    return cells.filter(({ equal, why }) => !equal && why === undefined).length;
  }
  const cells = compareTables(readJson(text) ?? {}, table);
  if (cells.length === 0)
    throw new Error(
      `${path} has no verdicts in common with the rules. Pass the output of --json, or a survey of the rules.`,
    );
  const different = cells.filter((cell) => cell.before !== cell.now);
  for (const { name, column, before, now } of different) console.log(`${name} | ${column} | ${before} → ${now}`);
  console.log(`${cells.length - different.length} of ${cells.length} verdicts are the same.`);
  return 0;
}

/** Runs the command. Returns the number of errors. */
async function main({ "by-rule": byRule, json, compare }) {
  await setUp();
  await buildIfStale();
  const table = await verdicts(byRule);
  const invalid = await validate();
  if (json) console.log(JSON.stringify(table, null, 2));
  else if (compare !== undefined) return invalid + (await compareWith(compare, table));
  else console.log(`${toMarkdown(table)}\n\n${legend}`);
  return invalid;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { "by-rule": { type: "boolean" }, json: { type: "boolean" }, compare: { type: "string" } },
  });
  try {
    process.exitCode = (await main(values)) > 0 ? 1 : 0;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

// Prints what the rules of each market state about each operation, validates the data, and updates the pages of the rules.
// `npm run rules -- --by-rule` has a row for each rule, `--json` prints JSON, `--compare FILE` compares with an earlier JSON.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { setUp } from "./setup/index.mjs";
import { operations } from "./rules/operations.mjs";
import { compareTables, createTable, legend, toMarkdown } from "./rules/table.mjs";
import { readMarkets, readRules } from "./rules/read.mjs";

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

function printComparison(before, now) {
  const cells = compareTables(before, now);
  const different = cells.filter((cell) => cell.before !== cell.now);
  for (const { name, column, before, now } of different) console.log(`${name} | ${column} | ${before} → ${now}`);
  console.log(`${cells.length - different.length} of ${cells.length} verdicts are the same.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { "by-rule": { type: "boolean" }, json: { type: "boolean" }, compare: { type: "string" } },
  });
  await setUp();
  await buildIfStale();
  const table = await verdicts(values["by-rule"]);
  if (values.json) console.log(JSON.stringify(table, null, 2));
  else if (values.compare) printComparison(JSON.parse(readFileSync(values.compare, "utf8")), table);
  else console.log(`${toMarkdown(table)}\n\n${legend}`);
  process.exitCode = (await validate()) > 0 ? 1 : 0;
}

// Reads a survey of the rules: what each rule states about kinds of change and about operations, recorded independently of the
// data in js/rules. Accepts tests/rules/survey.json, and the tables of the survey itself as JSON or Markdown.
import { symbols } from "./table.mjs";
import { readMarkdownTables } from "./survey-markdown.mjs";

/**
 * Returns the date and the verdicts by table, rule, and column, or undefined if the text is not a survey:
 * `{ date, changes: { rule: { column: verdict } }, operations }`. A verdict on an implied change ends in `_general`.
 */
export function readSurvey(text) {
  const survey = parse(text);
  if (survey && Number.isNaN(Date.parse(survey.date))) throw new Error("The survey has no date. Add it.");
  if (survey && Object.keys(survey.changes).length === 0) throw new Error("The survey has no rules. Check its format.");
  return survey;
}

function parse(text) {
  const json = readJson(text);
  if (json === undefined) return readMarkdown(text);
  if (Array.isArray(json?.rules)) return readLong(json);
  return json?.rules ? readShort(json) : undefined;
}

/** Returns undefined if the text is not JSON. */
export function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const verdicts = new Map(
  Object.entries(symbols).flatMap(([verdict, symbol]) => [
    [symbol, verdict],
    ...(symbol === symbol.toLowerCase() ? [] : [[symbol.toLowerCase(), `${verdict}_general`]]),
  ]),
);

/** Symbols in the order of the columns. */
function readShort({ date, changes, operations, rules }) {
  const read = (columns, index) =>
    mapValues(rules, (rows, rule) => {
      const found = rows[index].split(" ").map((symbol) => verdicts.get(symbol));
      if (found.length !== columns.length || found.includes(undefined))
        throw new Error(`The row of ${rule} does not match the ${columns.length} columns. Check its symbols.`);
      return Object.fromEntries(columns.map((column, at) => [column, found[at]]));
    });
  return { date, changes: read(changes, 0), operations: read(operations, 1) };
}

function readLong({ compiled, rules, operations_by_rule = {} }) {
  const verified = rules.filter(({ status }) => status === "VERIFIED");
  const changes = Object.fromEntries(verified.map(({ id, changes }) => [id, changes]));
  return { date: compiled, changes, operations: byRule(Object.keys(changes), operations_by_rule) };
}

function readMarkdown(text) {
  const [, date] = /^Compiled (\d{4}-\d\d-\d\d)/m.exec(text) ?? [];
  const { ids, changes, operations } = readMarkdownTables(text);
  if (ids.length === 0) return undefined;
  const read = (row = {}) => mapValues(row, (symbol) => verdicts.get(symbol));
  const none = mapValues(Object.values(changes)[0] ?? {}, () => "unspecified");
  return {
    date,
    changes: Object.fromEntries(ids.map((id) => [id, { ...none, ...read(changes[id]) }])),
    operations: byRule(ids, operations),
  };
}

/** Turns rows of operations into rows of rules. Absent verdicts are unspecified. */
const byRule = (ids, operations) =>
  Object.fromEntries(ids.map((id) => [id, mapValues(operations, (row) => row[id] ?? "unspecified")]));

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

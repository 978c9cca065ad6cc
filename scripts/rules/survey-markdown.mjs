// Reads the Markdown tables of a survey.
import { readSurveyTerms } from "./read.mjs";

/** The verdicts of the columns in the table of operations. */
const operationVerdicts = ["forbidden", "forbidden_general", "conditional", "disclose", "disclose_general", "allowed"];

/** Returns the ids of all rules, symbols by rule and change, and verdicts by operation and rule. */
export function readMarkdownTables(text) {
  const tables = text.split(/^## /m).map(rowsOf);
  const find = (first, second) => tables.find(([head]) => head?.[0] === first && head[1]?.startsWith(second)) ?? [];
  const ids = find("id", "market").slice(2);
  const columns = Object.keys(readSurveyTerms().changes);
  const changes = find("id", "add furn").slice(2);
  const operations = find("operation", "not allowed").slice(2);
  return {
    ids: ids.map(([id]) => readId(id)),
    changes: Object.fromEntries(
      changes.map(([id, ...symbols]) => [
        readId(id),
        Object.fromEntries(columns.map((name, at) => [name, symbols[at]])),
      ]),
    ),
    operations: Object.fromEntries(operations.map(([name, ...cells]) => [name, readCells(cells)])),
  };
}

/** The cells of each row of the first table. */
const rowsOf = (section) =>
  section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** The id in "`us-ca-crmls-11.5.2` ✂". */
const readId = (cell) => /`([^`]+)`/.exec(cell)?.[1] ?? cell;

/** Each cell lists the rules with one verdict. */
const readCells = (cells) =>
  Object.fromEntries(
    operationVerdicts.flatMap((verdict, at) =>
      (cells[at] ?? "")
        .split(", ")
        .filter((id) => id !== "" && id !== "–")
        .map((id) => [id, verdict]),
    ),
  );

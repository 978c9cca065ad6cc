// The table of operations and markets, and its comparison with an earlier one.

/** The symbols of the verdicts. */
export const symbols = { forbidden: "X", conditional: "C", disclose: "D", allowed: "ok", unspecified: "·" };

/** The legend of the symbols. */
export const legend =
  "`X` forbidden · `C` allowed under a condition, or depends on the photo or prompt · `D` allowed with a disclosure · `ok` allowed without · `·` unspecified";

/** Verdicts by operation and column: `{ operation: { column: verdict } }`. `check` returns the verdict for parameters in a column. */
export const createTable = (operations, columns, check) =>
  Object.fromEntries(
    Object.entries(operations).map(([name, params]) => [
      name,
      Object.fromEntries(columns.map((column) => [column, check(params, column)])),
    ]),
  );

/** The table as Markdown, with a row for each column if there are more columns than operations. */
export function toMarkdown(table) {
  const columns = Object.keys(Object.values(table)[0] ?? {});
  const names = Object.keys(table);
  const lines = columns.map((column) => [column, ...names.map((name) => symbols[table[name][column]])]);
  return [["", ...names], ["---", ...names.map(() => "---")], ...lines]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** All cells in both tables, as `{ name, column, before, now }`. */
export const compareTables = (before, now) =>
  Object.entries(before).flatMap(([name, row]) =>
    Object.entries(row)
      .filter(([column]) => now[name]?.[column] !== undefined)
      .map(([column, verdict]) => ({ name, column, before: verdict, now: now[name][column] })),
  );

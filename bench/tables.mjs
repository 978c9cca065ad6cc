// Results as Markdown.

const ms = (number) => (number < 9.95 ? number.toFixed(1) : Math.round(number).toLocaleString("en"));
const count = (number) => Math.round(number).toLocaleString("en");

/** A table of these columns; all but the first are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

/** How many times longer than `reference` each row takes. */
const times = (row, reference) =>
  `${(row.median / reference.median).toFixed(row.median < reference.median * 10 ? 2 : 1)}×`;

/** Ways that take turns, against the first of them. */
export const turns = (rows, last) =>
  table(
    ["way", "median, ms", "of ours", "first call, ms", last],
    rows.map((row) => [row.name, ms(row.median), times(row, rows[0]), ms(row.first), count(row.result)]),
  );

export const prepared = (rows) =>
  table(
    ["way", "median, ms", "of ours", "first call, ms", "bytes", "page stood still, ms"],
    rows.map((row) => [
      ...[row.name, ms(row.median), times(row, rows[0]), ms(row.first), count(row.result)],
      ms(row.blocked),
    ]),
  );

export const blocked = (rows) =>
  table(
    ["photo", "whole, ms", "page stood still, ms"],
    rows.map((row) => [row.name, ms(row.whole), ms(row.blocked)]),
  );

export const frames = (rows, all) =>
  table(
    ["brush", "median, ms", "99 %, ms", "longest, ms", `over 16.7 ms of ${all}`],
    rows.map((row) => [row.name, ms(row.median), ms(row.p99), ms(row.longest), row.late]),
  );

/** Each target with what was measured: met where the number is at least, or at most, what is asked. */
export const targets = (rows) =>
  table(
    ["path", "target", "measured", "met"],
    rows.map(({ path, target, measured, most, unit = "×" }) => {
      const met = most ? measured <= target : measured >= target;
      const shown = (number) => `${Number.isInteger(number) ? count(number) : number.toFixed(2)}${unit}`;
      return [path, `${most ? "≤" : "≥"} ${shown(target)}`, shown(measured), met ? "yes" : "**no**"];
    }),
  );

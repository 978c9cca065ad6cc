// Formats results as Markdown tables.

const ms = (number) => (number < 9.95 ? number.toFixed(1) : Math.round(number).toLocaleString("en"));
const count = (number) => Math.round(number).toLocaleString("en");

/** Formats a table. All columns but the first contain numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

/** The time of a row relative to the reference. */
const times = (row, reference) =>
  `${(row.median / reference.median).toFixed(row.median < reference.median * 10 ? 2 : 1)}×`;

/** Compares methods with the first one. */
export const turns = (rows, last) =>
  table(
    ["method", "median, ms", "relative", "first call, ms", last],
    rows.map((row) => [row.name, ms(row.median), times(row, rows[0]), ms(row.first), count(row.result)]),
  );

export const prepared = (rows) =>
  table(
    ["method", "median, ms", "relative", "first call, ms", "bytes", "page blocked, ms"],
    rows.map((row) => [
      ...[row.name, ms(row.median), times(row, rows[0]), ms(row.first), count(row.result)],
      ms(row.blocked),
    ]),
  );

/** Compares each method with the one after it. */
export const restored = (rows) =>
  table(
    ["method", "median, ms", "relative", "first call, ms", "page blocked, ms"],
    rows.map((row, index) => [
      ...[row.name, ms(row.median), times(row, rows[index - (index % 2) + 1]), ms(row.first)],
      ms(row.blocked),
    ]),
  );

export const blocked = (rows) =>
  table(
    ["photo", "total, ms", "page blocked, ms"],
    rows.map((row) => [row.name, ms(row.whole), ms(row.blocked)]),
  );

export const frames = (rows, all) =>
  table(
    ["brush", "median, ms", "99th percentile, ms", "longest, ms", `over 16.7 ms, of ${all}`],
    rows.map((row) => [row.name, ms(row.median), ms(row.p99), ms(row.longest), row.late]),
  );

/** Compares encoders with the first one, by bytes and relative time per mask. */
export const encoders = ({ names, rows }) =>
  table(
    ["encoder", ...names.flatMap((name) => [`${name}: bytes`, "time"]), "wasm with brotli, bytes"],
    rows.map((row) => [
      row.name,
      ...row.masks.flatMap((mask, index) => [count(mask.bytes), times(mask, rows[0].masks[index])]),
      count(row.added),
    ]),
  );

/** Compares measurements with their targets. With `most`, the target is an upper limit. */
export const targets = (rows) =>
  table(
    ["path", "target", "measured", "met"],
    rows.map(({ path, target, measured, most, unit = "×" }) => {
      const met = most ? measured <= target : measured >= target;
      const shown = (number) => `${Number.isInteger(number) ? count(number) : number.toFixed(2)}${unit}`;
      return [path, `${most ? "≤" : "≥"} ${shown(target)}`, shown(measured), met ? "yes" : "**no**"];
    }),
  );

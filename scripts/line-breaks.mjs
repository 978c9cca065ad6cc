// Breaks minified scripts into short lines. Node prints the whole line in which an uncaught error was created.
import { parseAst } from "vite";

/** Lines have this many characters or more, up to the next place for a break. */
const LENGTH = 500;

/** The lists of nodes that can have a line break between them. */
const lists = ["body", "elements", "arguments", "properties", "expressions", "declarations", "consequent"];

/** The positions between two nodes of a list, in order. */
function findPlaces(node) {
  if (!node || typeof node !== "object") return [];
  if (Array.isArray(node)) return node.flatMap(findPlaces);
  const between = lists.flatMap((name) => (Array.isArray(node[name]) ? node[name].slice(1) : []));
  // The expressions of a template are not next to each other.
  const places = node.type === "TemplateLiteral" ? [] : between.filter(Boolean).map(({ start }) => start);
  return [...places, ...Object.values(node).flatMap(findPlaces)];
}

/** The positions of the line breaks. */
function chooseBreaks(code) {
  let last = 0;
  return findPlaces(parseAst(code))
    .sort((a, b) => a - b)
    .filter((place) => {
      last = Math.max(last, code.lastIndexOf("\n", place - 1) + 1);
      if (place - last < LENGTH) return false;
      last = place;
      return true;
    });
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes the first number of a segment of a source map. Returns it and the rest of the segment. */
function readNumber(segment) {
  let [value, shift, at] = [0, 0, 0];
  for (let more = true; more; at++, shift += 5) {
    const digit = digits.indexOf(segment[at]);
    value |= (digit & 31) << shift;
    more = digit > 31;
  }
  return [value & 1 ? -(value >> 1) : value >> 1, segment.slice(at)];
}

/** Encodes a number that is not negative. */
function writeNumber(number) {
  let [text, rest] = ["", number << 1];
  do {
    const digit = rest & 31;
    rest >>= 5;
    text += digits[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

/** Splits a line of mappings at these columns. */
function breakMappings(line, columns) {
  const rest = [...columns];
  let [text, column] = ["", 0];
  for (const segment of line.split(",").filter(Boolean)) {
    const [distance, others] = readNumber(segment);
    let from = column;
    column += distance;
    while (rest[0] <= column) {
      from = rest.shift();
      text += ";";
    }
    text += `${text === "" || text.endsWith(";") ? "" : ","}${writeNumber(column - from)}${others}`;
  }
  return text + ";".repeat(rest.length);
}

/** The code with line breaks, and its source map. */
export function breakLines(code, map) {
  const breaks = chooseBreaks(code);
  let offset = 0;
  const lines = code.split("\n").map((line, index) => {
    const own = breaks.map((place) => place - offset).filter((column) => column > 0 && column <= line.length);
    offset += line.length + 1;
    const mappings = breakMappings(map.mappings.split(";")[index] ?? "", own);
    return { text: [0, ...own].map((column, at) => line.slice(column, own[at])).join("\n"), mappings };
  });
  const mappings = lines.map((line) => line.mappings).join(";");
  return { code: lines.map(({ text }) => text).join("\n"), map: { ...map, mappings } };
}

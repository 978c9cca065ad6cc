// Breaks minified scripts into short lines. Node prints the whole line in which an uncaught error was created.
import { decode, encode } from "@jridgewell/sourcemap-codec";
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

/** The code with line breaks, and its source map. */
export function breakLines(code, map) {
  const breaks = chooseBreaks(code);
  const segments = decode(map.mappings);
  let offset = 0;
  const lines = code.split("\n").flatMap((line, index) => {
    const own = breaks.map((place) => place - offset).filter((column) => column > 0 && column <= line.length);
    const starts = [0, ...own];
    offset += line.length + 1;
    return starts.map((from, at) => {
      const to = starts[at + 1] ?? Infinity;
      const within = (segments[index] ?? []).filter(([column]) => column >= from && column < to);
      return { text: line.slice(from, to), mappings: within.map(([column, ...source]) => [column - from, ...source]) };
    });
  });
  const mappings = encode(lines.map((line) => line.mappings));
  return { code: lines.map(({ text }) => text).join("\n"), map: { ...map, mappings } };
}

// Checks options and arguments, and converts them to numbers for Rust.
import { createError, errorOf, get, has } from "./client.js";

/**
 * One option: what it must be, a function that converts a valid value to a number and anything else to `undefined`, and the
 * number if the option is absent.
 *
 * @typedef {[wanted: string, convert: (value: unknown) => number | number[] | undefined, absent: number | number[]]} Option
 */

/** @returns {Option} */
const number = (wanted, accepts, absent) => [
  wanted,
  (value) => (isNumber(value) && accepts(value) ? value : undefined),
  absent,
];
const isNumber = (value) => typeof value === "number";
/** @returns {Option} */
const between = (low, high, absent) =>
  number(`a number from ${low} to ${high}`, (value) => value >= low && value <= high, absent);
/** @returns {Option} The position in the list, or -1. */
const oneOf = (...words) => [
  `one of ${words.join(", ")}`,
  (value) => (words.includes(value) ? words.indexOf(value) : undefined),
  -1,
];
const count = number("a whole number, 0 or more", (value) => value >= 0 && value % 1 === 0, -1);
/** @type {Option} */
const flag = ["true or false", (value) => (typeof value === "boolean" ? Number(value) : undefined), 0];

/** @returns {Option} A value without a number. */
const any = (wanted, accepts) => [wanted, (value) => (accepts(value) ? [] : undefined), []];

const signal = any(
  "an AbortSignal",
  (value) => typeof get(value, "aborted") === "boolean" && has(value, "addEventListener"),
);

/** @type {Option} */
const focus = [
  "{ x, y }, each from 0 to 1",
  (value) => {
    const point = [get(value, "x"), get(value, "y")];
    return point.every((share) => isNumber(share) && share >= 0 && share <= 1) ? point : undefined;
  },
  [0.5, 0.5],
];

/** @type {Option} */
const color = [
  "a color such as #f60 or #ff6600",
  (value) => {
    const [, digits] = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(isString(value) ? value : "") ?? [];
    return digits && parseInt(digits.length === 3 ? digits.replace(/./g, "$&$&") : digits, 16);
  },
  0xff2d55,
];
const isString = (value) => typeof value === "string";

/** All options. Rust reads the numbers in this order (`imaging/src/wasm/options.rs`). */
const kinds = {
  mask: {
    width: count,
    height: count,
    channel: oneOf("auto", "alpha", "luminance"),
    threshold: between(0, 255, 128),
    polarity: oneOf("white-edits", "black-edits"),
    feather: between(0, 512, 0),
    bitDepth: number("1 or 8", (value) => value === 1 || value === 8, 8),
    dataUrl: flag,
  },
  prepare: {
    fit: oneOf("crop", "pad"),
    fill: oneOf("white", "edge"),
    focus,
    quality: between(0, 1, 0.92),
    format: oneOf("jpeg", "png"),
    maxBytes: between(1, 15 * 1024 * 1024, 15 * 1024 * 1024),
  },
  restore: {
    feather: between(0, 512, -1),
    format: oneOf("jpeg", "png"),
    quality: between(0, 1, 0.92),
    // Read later, because they are no numbers.
    mask: any("a mask, or the base64 PNG of one", (value) => isString(value) || typeof value === "object"),
    signal,
  },
  select: {
    mode: oneOf("replace", "add", "subtract"),
    signal,
  },
  refine: { size: number("a number above 0", (value) => value > 0 && value < Infinity, -1), signal },
  snap: { radius: between(1, 512, -1), signal },
  stroke: {
    size: number("a number above 0", (value) => value > 0 && value < Infinity, -1),
    hardness: between(0, 1, 1),
    erase: flag,
  },
  shape: { erase: flag },
  overlay: { color, opacity: between(0, 1, 0.5), full: flag },
};

/**
 * Checks options. Throws all issues at once.
 *
 * @param {keyof typeof kinds} kind
 * @param {unknown} given `undefined` and `null` count as no options
 * @param {string} [path] of the options, if they are an option themselves
 * @returns {number[]}
 */
export function readOptions(kind, given, path = "") {
  const options = kinds[kind];
  const issues = [];
  const malformed = (key, wanted) => {
    const message = `${key || "Options"} must be ${wanted}.`;
    issues.push({ path: [path, key].filter(Boolean).join("."), code: "malformed", message });
  };
  const object = given ?? {};
  try {
    if (typeof object !== "object") throw object;
    for (const key of Reflect.ownKeys(object)) {
      if (!isString(key) || key in options || get(object, key) === undefined) continue;
      const suggestion = findClosest(key, Object.keys(options));
      const message = `Unknown option ${key}.${suggestion ? ` Did you mean ${suggestion}?` : ""}`;
      issues.push({
        path: path ? `${path}.${key}` : key,
        code: "unknown_field",
        message,
        ...(suggestion && { suggestion }),
      });
    }
  } catch {
    malformed("", "an object");
  }
  const numbers = Object.entries(options).map(([key, [wanted, convert, absent]]) => {
    try {
      const value = object[key];
      if (value === undefined) return absent;
      const converted = convert(value);
      if (converted !== undefined) return converted;
    } catch {
      // The getter or the proxy throws.
    }
    malformed(key, wanted);
    return absent;
  });
  if (issues.length > 0) throw errorOf("invalid_request", issues);
  return numbers.flat();
}

/** The known option that was probably meant. `src/api/suggest.rs` finds it by the same rules. */
function findClosest(key, known) {
  const given = key.trim().slice(0, 64).toLowerCase().replaceAll(" ", "-");
  const errors = known.map((name) => distance(given, name));
  const fewest = Math.min(...errors);
  if (fewest <= Math.min(Math.max(Math.floor(given.length / 4), 1), 3)) return known[errors.indexOf(fewest)];
  return given.length >= 4 ? known.find((name) => name.toLowerCase().startsWith(given)) : undefined;
}

/** The edit distance: letters added, removed, replaced, or swapped with their neighbor. */
function distance(a, b) {
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      row.push(
        Math.min(last[j] + (a[i] !== b[j]), last[j + 1] + 1, row[j] + 1, isSwapped ? before[j - 1] + 1 : Infinity),
      );
    }
    [before, last] = [last, row];
  }
  return last.at(-1);
}

/**
 * Reads points: x, y and pressure of each.
 *
 * @param {unknown} points
 * @param {2 | 3} numbers per point in a `Float32Array`
 */
export function readPoints(points, numbers) {
  try {
    const flat = numbersOf(points, numbers);
    if (flat) return flat;
  } catch {
    // A point has no numbers, or reading it throws.
  }
  const [pair, values] =
    numbers === 3 ? ["[x, y] or [x, y, pressure]", "x, y, and pressure values"] : ["[x, y]", "x and y values"];
  const message = `Points must be an array of ${pair}, or a Float32Array of ${values}.`;
  throw createError("invalid_request", "points", "malformed", message);
}

function numbersOf(points, numbers) {
  // Not `instanceof`: the array may come from another realm.
  if (Object.prototype.toString.call(points) === "[object Float32Array]") {
    if (points.length % numbers > 0) return undefined;
    return numbers === 3
      ? points
      : Array.from({ length: points.length / 2 }, (_, at) => [points[2 * at], points[2 * at + 1], 1]).flat();
  }
  if (!Array.isArray(points)) return undefined;
  const flat = [];
  // By index, because an array may have holes.
  for (let at = 0; at < points.length; at++) {
    const point = points[at];
    const { 0: x, 1: y, 2: pressure = 1 } = point;
    if (!Array.isArray(point) || ![x, y, pressure].every(isNumber)) return undefined;
    flat.push(x, y, pressure);
  }
  return flat;
}

/** Reads the arguments of `rectangle()`. */
export function readRectangle(...sides) {
  const names = ["x", "y", "width", "height"];
  const fail = (index, code, message) => {
    throw createError("invalid_request", names[index], code, message);
  };
  sides.forEach((side, index) => {
    if (!Number.isFinite(side)) fail(index, "malformed", "A rectangle needs four finite numbers, in pixels.");
    if (index > 1 && side < 0) fail(index, "out_of_range", "The sides of a rectangle must be 0 or more, in pixels.");
  });
  return sides;
}

/** Reads the number of pixels of `grow()` or `smooth()`. */
export function readDistance(pixels, low) {
  if (isNumber(pixels) && pixels >= low && pixels <= 512) return pixels;
  throw createError("invalid_request", "pixels", "out_of_range", `pixels must be a number from ${low} to 512.`);
}

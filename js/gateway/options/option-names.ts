// Rejects unknown option names. A misspelled limit would otherwise have no effect.

/** Every name that an options object can have. The compiler reports a missing or unknown one. */
export type OptionNames<T extends object> = Record<keyof Required<T>, true>;

/**
 * Throws a `TypeError` unless `options` is an object and all its names are in `names`. `path` is where the object is, such as
 * `"limits.perUser"`, or empty for the options of `createGateway`.
 */
export function checkOptionNames<T extends object>(path: string, options: T, names: OptionNames<T>): void {
  if (typeof options !== "object" || (options as T | null) === null || Array.isArray(options))
    throw new TypeError(`${path || "The options"} must be an object.`);
  for (const name of Object.keys(options)) if (!Object.hasOwn(names, name)) throw createError(path, name, names);
}

function createError(path: string, name: string, names: object): TypeError {
  const prefix = path && `${path}.`;
  const known = Object.keys(names);
  const likely = findSimilar(name, known);
  const help = likely === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean "${prefix}${likely}"?`;
  return new TypeError(`Unknown option "${prefix}${name}". ${help}`);
}

/** The name with the fewest differences, unless it differs in more than a third of its letters. */
export function findSimilar(name: string, known: string[]): string | undefined {
  const distances = known.map((other) => ({ other, distance: countEdits(name.toLowerCase(), other.toLowerCase()) }));
  const best = distances.sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.max(2, best.other.length / 3) ? best.other : undefined;
}

/** The Levenshtein distance: how many letters to insert, delete, or replace to turn `a` into `b`. */
function countEdits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(a).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

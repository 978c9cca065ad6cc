// Passes options to the core as JSON, and explains which one it rejects.

/** Throws a `TypeError` if an argument is not an object. */
export function checkObject(value: unknown, what: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`${what} must be an object.`);
}

/** Throws a `TypeError` if an option is not a function. `undefined` counts as absent. */
export function checkFunction(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== "function") throw new TypeError(`The option ${name} must be a function.`);
}

/** Calls the core with options. Throws a `TypeError` that names the option that the core rejects. */
export function passOptions<T>(options: object, pass: (json: string) => T): T {
  const json = JSON.stringify(options);
  try {
    return pass(json);
  } catch (error) {
    throw explain(error as Error, json);
  }
}

/** The core states where it stopped reading, as a column of the JSON, and types by their names in Rust. */
function explain(error: Error, json: string): Error {
  const [stated = "", column] = error.message.split(/ at line 1 column (\d+)$/);
  if (column === undefined) return new TypeError(`${stated}.`);
  const name = json
    .slice(0, Number(column))
    .match(/"\w+"(?=:)/g)
    ?.at(-1);
  const reason = stated
    .replace(/^invalid value: integer `(-?\d+)`, expected u\d+$/, "$1 is out of range")
    // The facade reads the others itself.
    .replace("one of `apiKey`", "one of `now`, `fixtures`, `outputs`, `fetch`, `apiKey`")
    .replace(/\b[iuf]\d+\b/, "a number")
    .replace(/struct \w+/, "an object");
  return new TypeError(`The sandbox rejects ${name ?? "an option"}: ${reason}.`);
}

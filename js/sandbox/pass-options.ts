// Passes options to the core as JSON, and explains which one it rejects.

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
  if (column === undefined) return error;
  const name = json
    .slice(0, Number(column))
    .match(/"\w+"(?=:)/g)
    ?.at(-1);
  const reason = stated.replace(/\b[iuf]\d+\b/, "a number").replace(/struct \w+/, "an object");
  return new TypeError(`The sandbox rejects ${name ?? "an option"}: ${reason}.`);
}

// Copies errors for `onEvent` and logs. An error of a library may have any property: undici's `HTTPParserError` has the raw
// data of the connection, which contains the API key.
import type { RedactText } from "./redact.js";

/** An error has causes and further errors, which may be cyclic. Only this many are copied. */
const MAX_ERRORS = 16;

/**
 * A new error with the redacted name, message, code, and stack of a thrown value, and with its causes and the errors of an
 * `AggregateError`. Has no other properties. Never throws.
 */
export function toSafeError(thrown: unknown, redact: RedactText): Error {
  return copyError(thrown, redact, new Set()) ?? new Error("Unknown error");
}

/** `undefined` for an error that was copied before, or if there are too many. */
function copyError(thrown: unknown, redact: RedactText, seen: Set<unknown>): Error | undefined {
  if (seen.has(thrown) || seen.size >= MAX_ERRORS) return undefined;
  seen.add(thrown);
  if (!isObject(thrown)) return new Error(redact(describe(thrown)));

  const readText = (name: string): string | undefined => {
    const value = read(thrown, name);
    return typeof value === "string" ? redact(value) : undefined;
  };
  const copyCause = (cause: unknown): Error | undefined =>
    cause === undefined ? undefined : copyError(cause, redact, seen);

  const message = readText("message") ?? redact(describe(thrown));
  const cause = copyCause(read(thrown, "cause"));
  const options = cause && { cause };
  const errors = readList(thrown, "errors");
  const copy = errors
    ? new AggregateError(
        errors.map(copyCause).filter((error) => error !== undefined),
        message,
        options,
      )
    : new Error(message, options);
  const code = read(thrown, "code");
  define(copy, "name", readText("name") ?? copy.name);
  define(copy, "stack", readText("stack") ?? `${copy.name}: ${message}`);
  if (typeof code === "number") define(copy, "code", code, true);
  if (typeof code === "string") define(copy, "code", redact(code), true);
  return copy;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** `undefined` if a getter or a proxy throws. */
function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}

/** A bounded copy of a list. `undefined` if there is none, or if it is unreadable. */
function readList(value: object, name: string): unknown[] | undefined {
  const list = read(value, name);
  try {
    return Array.isArray(list) ? list.slice(0, MAX_ERRORS) : undefined;
  } catch {
    return undefined;
  }
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "Unknown error";
  }
}

function define(error: Error, name: string, value: unknown, enumerable = false): void {
  Object.defineProperty(error, name, { value, enumerable, writable: true, configurable: true });
}

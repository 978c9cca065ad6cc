// Converts errors to `ReRoomError`, including those from another copy of the package.
import { ReRoomError } from "../../client/index.js";

/** Whether an error is a `ReRoomError` from any copy of the package. `instanceof` sees only one copy. */
export function isReRoomError(error: unknown): error is ReRoomError {
  const { name, code, issues } = Object(error) as Partial<ReRoomError>;
  return name === "ReRoomError" && typeof code === "string" && Array.isArray(issues);
}

/** Converts any thrown value to a `ReRoomError`. */
export function toReRoomError(error: unknown): ReRoomError {
  if (isReRoomError(error)) return error;
  const { name, message = String(error) } = Object(error) as Partial<Error>;
  return new ReRoomError(name === "AbortError" ? "aborted" : "unexpected_response", message, { cause: error });
}

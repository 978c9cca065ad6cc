// Whatever a client, or another copy of the package, rejects with, as an error that the studio can show.
import { ReRoomError } from "../../client/index.js";

/** Whether it is an error of this package: of any copy, which `instanceof` would not see. */
export function isReRoomError(error: unknown): error is ReRoomError {
  const { name, code, issues } = Object(error) as Partial<ReRoomError>;
  return name === "ReRoomError" && typeof code === "string" && Array.isArray(issues);
}

/** The error as one of this package's. */
export function failureOf(error: unknown): ReRoomError {
  if (isReRoomError(error)) return error;
  const { name, message = String(error) } = Object(error) as Partial<Error>;
  return new ReRoomError(name === "AbortError" ? "aborted" : "unexpected_response", message, { cause: error });
}

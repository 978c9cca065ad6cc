// Reads errors, including those from another copy of the package, which `instanceof` does not recognize.
import { ReRoomError } from "../client/index.js";
import type { ErrorCode } from "../client/index.js";

/** Whether an error is a `ReRoomError` from any copy of the package. */
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

/** Errors of uploading a reference image, with its name. */
export const hostingErrors = new WeakMap<ReRoomError, string>();

/** The action that helps after an error. */
export type Remedy = "retry" | "resume" | "photo" | "options";

// `outcome_unknown` is missing on purpose: sending the request again could pay twice.
const remedies: Partial<Record<ErrorCode, Remedy>> = {
  invalid_request: "options",
  invalid_image: "photo",
  rejected: "options",
  not_found: "retry",
  too_many_renders: "retry",
  service_failed: "retry",
  network: "retry",
  timeout: "retry",
  render_failed: "options",
};

/** Returns what helps after an error. If the service has the render, or may have it, that is to wait for it again. */
export function remedyFor(error: ReRoomError): Remedy | undefined {
  if (canResume(error)) return "resume";
  if (hostingErrors.has(error)) return "retry";
  return isMisuse(error) ? undefined : remedies[error.code];
}

/** Whether an invalid request is the fault of the page rather than of the user's choices. */
export const isMisuse = ({ code, issues }: ReRoomError): boolean => code === "invalid_request" && issues.length === 0;

/** What to wait for again after an error: the render's id, or the key of a request whose answer may still arrive. */
export const findId = ({ renderId, idempotencyKey }: ReRoomError): string | undefined => renderId ?? idempotencyKey;

/** Whether waiting again for the render can succeed. */
export const canResume = (error: ReRoomError): boolean => findId(error) !== undefined && error.code !== "render_failed";

/** Whether a request never arrived, so that nothing was bought. */
export const wasNeverBought = ({ code, renderId }: ReRoomError): boolean =>
  code === "not_found" && renderId === undefined;

/** Errors that only a developer can fix. */
const developerErrors: ReadonlySet<ErrorCode> = new Set([
  "invalid_request",
  "unauthorized",
  "not_found",
  "network",
  "unexpected_response",
]);

/** Whether an error belongs in the console. */
export const isDeveloperError = (error: ReRoomError): boolean =>
  hostingErrors.has(error) ||
  (developerErrors.has(error.code) && (error.code !== "invalid_request" || isMisuse(error)));

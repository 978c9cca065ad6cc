// Turns errors into messages and a suggested action for the user.
import type { ErrorCode, Issue, ReRoomError } from "../../client/index.js";
import type { Texts } from "../locales/texts.js";

/** The suggested action. */
export type Remedy = keyof Texts["remedies"];

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

/** Errors whose message makes sense to users: it comes from the service or is about the photo. */
const userErrors: ReadonlySet<ErrorCode> = new Set([
  "invalid_image",
  "rejected",
  "insufficient_credits",
  "too_many_renders",
  "service_failed",
  "render_failed",
]);

/** Errors that only a developer can fix. */
const developerErrors: ReadonlySet<ErrorCode> = new Set([
  "invalid_request",
  "unauthorized",
  "not_found",
  "network",
  "unexpected_response",
]);

/** Whether an error belongs in the console. */
export const isDeveloperError = ({ code, issues }: ReRoomError): boolean =>
  developerErrors.has(code) && !(code === "invalid_request" && issues.length > 0);

/** An error in words, with a suggested action. */
export interface ErrorDescription {
  title: string;
  advice: string;
  remedy: Remedy | undefined;
  /** Details, one per line: the issues, or the service's message. */
  details: string[];
}

/** What to wait for again after an error: the render's id, or the key of a request whose answer may still arrive. */
export const findId = ({ renderId, idempotencyKey }: ReRoomError): string | undefined => renderId ?? idempotencyKey;

/** Whether a request never arrived, so that nothing was bought. */
export const wasNeverBought = ({ code, renderId }: ReRoomError): boolean =>
  code === "not_found" && renderId === undefined;

/** Describes an error. If the service has the render, or may have it, the remedy is to resume waiting. */
export function describeError(error: ReRoomError, texts: Texts): ErrorDescription {
  const known = findId(error) !== undefined && error.code !== "render_failed";
  // Without issues, the page is misconfigured rather than the request.
  const misused = error.code === "invalid_request" && error.issues.length === 0;
  // A newer copy of the package may use codes that have no text here.
  const words = texts.errors[error.code] ?? texts.errors.unexpected_response;
  const { title, advice } = misused ? texts.faults.notSetUp : words;
  return {
    title,
    advice: known ? `${advice} ${texts.canResume}` : advice,
    remedy: known ? "resume" : misused ? undefined : remedies[error.code],
    details: listDetails(error, texts),
  };
}

function listDetails(error: ReRoomError, texts: Texts): string[] {
  if (error.issues.length > 0) return error.issues.map((issue) => describeIssue(issue, texts));
  // Skip HTML pages from a proxy or CDN.
  if (!userErrors.has(error.code) || /<[!a-z]/i.test(error.message)) return [];
  return [error.status === undefined ? error.message : `${error.message} (${error.status})`];
}

/**
 * Describes an issue in the user's language, or with the client's message if there is no translation. `type` is the file's
 * detected MIME type.
 */
export function describeIssue(issue: Issue, texts: Texts, type = ""): string {
  const hint =
    issue.suggestion === undefined || issue.message.includes(issue.suggestion) ? "" : ` (${issue.suggestion}?)`;
  const format = issue.code === "unsupported_format" ? texts.formats[type] : undefined;
  return format ?? texts.issues[issue.code] ?? `${issue.message}${hint}`;
}

// Turns errors into messages and a suggested action for the user.
import type { ErrorCode, Issue, ReRoomError } from "../../client/index.js";
import { canResume, hostingErrors, isMisuse, remedyFor, type Remedy } from "../../studio/errors.js";
import { fill, type Texts } from "../locales/texts.js";

/** Errors whose message makes sense to users: it comes from the service or is about the photo. */
const userErrors: ReadonlySet<ErrorCode> = new Set([
  "invalid_image",
  "rejected",
  "insufficient_credits",
  "too_many_renders",
  "service_failed",
  "render_failed",
]);

/** An error in words, with a suggested action. */
export interface ErrorDescription {
  title: string;
  advice: string;
  remedy: Remedy | undefined;
  /** Details, one per line: the issues, or the service's message. */
  details: string[];
}

/** Describes an error. If the service has the render, or may have it, the remedy is to resume waiting. */
export function describeError(error: ReRoomError, texts: Texts): ErrorDescription {
  // A newer copy of the package may use codes that have no text here.
  const words = texts.errors[error.code] ?? texts.errors.unexpected_response;
  const reference = hostingErrors.get(error);
  const fault = reference !== undefined && error.code !== "unauthorized" ? "notHosted" : isMisuse(error) && "notSetUp";
  const { title, advice } = fault ? texts.faults[fault] : words;
  return {
    title: fill(title, { name: reference ?? "" }),
    advice: canResume(error) ? `${advice} ${texts.canResume}` : advice,
    remedy: remedyFor(error),
    details: listDetails(error, texts),
  };
}

function listDetails(error: ReRoomError, texts: Texts): string[] {
  if (hostingErrors.has(error)) return [];
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

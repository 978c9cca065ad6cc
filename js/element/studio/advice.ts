// Every way a request can fail, as something a person can act on.
import type { ErrorCode, Issue, ReRoomError } from "../../client/index.js";
import type { Texts } from "../locales/texts.js";

/** What the studio offers beside the advice. */
export type Remedy = keyof Texts["remedies"];

// Nothing is offered for a lost answer: sending it again could pay twice.
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

/** Errors whose message is the service's own, or about the photo; others are for whoever builds the page. */
const forEveryone: ReadonlySet<ErrorCode> = new Set([
  "invalid_image",
  "rejected",
  "insufficient_credits",
  "too_many_renders",
  "service_failed",
  "render_failed",
]);

/** Errors that nobody but whoever builds the page can mend. */
const forDevelopers: ReadonlySet<ErrorCode> = new Set([
  "invalid_request",
  "unauthorized",
  "not_found",
  "network",
  "unexpected_response",
]);

/** Whether an error belongs in the console. */
export const isForDevelopers = ({ code, issues }: ReRoomError): boolean =>
  forDevelopers.has(code) && !(code === "invalid_request" && issues.length > 0);

/** An error in words, and what can be done about it. */
export interface Advice {
  title: string;
  advice: string;
  remedy: Remedy | undefined;
  /** What exactly is wrong, one line each; or the words of the service. */
  details: string[];
}

/** Title, advice and remedy. A render that the service knows can be looked at again. */
export function adviceFor(error: ReRoomError, texts: Texts): Advice {
  const known = error.renderId !== undefined && error.code !== "render_failed";
  // Without an issue, it is not the person's request that is wrong.
  const misused = error.code === "invalid_request" && error.issues.length === 0;
  // Another copy of the package may know more codes.
  const words = texts.errors[error.code] ?? texts.errors.unexpected_response;
  const { title, advice } = misused ? texts.faults.notSetUp : words;
  return {
    title,
    advice: known ? `${advice} ${texts.canResume}` : advice,
    remedy: known ? "resume" : misused ? undefined : remedies[error.code],
    details: detailsOf(error, texts),
  };
}

function detailsOf(error: ReRoomError, texts: Texts): string[] {
  if (error.issues.length > 0) return error.issues.map((issue) => describe(issue, texts));
  // What begins like a page is one, of a server in between.
  if (!forEveryone.has(error.code) || /<[!a-z]/i.test(error.message)) return [];
  return [error.status === undefined ? error.message : `${error.message} (${error.status})`];
}

/**
 * What is wrong with a photo or a request, in the person's language where there are words for it. `type` is what the file
 * was recognised as.
 */
export function describe(issue: Issue, texts: Texts, type = ""): string {
  const hint =
    issue.suggestion === undefined || issue.message.includes(issue.suggestion) ? "" : ` (${issue.suggestion}?)`;
  const format = issue.code === "unsupported_format" ? texts.formats[type] : undefined;
  return format ?? texts.issues[issue.code] ?? `${issue.message}${hint}`;
}

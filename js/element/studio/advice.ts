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

/** What the client says of these is for whoever builds the page, or what the advice says already. */
const saidAlready: ReadonlySet<ErrorCode> = new Set(["aborted", "network", "timeout", "outcome_unknown"]);

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
  const { title, advice } = texts.errors[error.code];
  return {
    title,
    advice: known ? `${advice} ${texts.canResume}` : advice,
    remedy: known ? "resume" : remedies[error.code],
    details: detailsOf(error, texts),
  };
}

function detailsOf(error: ReRoomError, texts: Texts): string[] {
  if (error.issues.length > 0) return error.issues.map((issue) => describe(issue, texts));
  if (saidAlready.has(error.code)) return [];
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

// Every way a request can fail, as something a person can act on.
import type { ErrorCode, Issue, IssueCode, ReRoomError } from "reroom";
import { make } from "./dom.js";

/** What the page offers beside the advice. */
export type Remedy = "retry" | "resume" | "settings" | "photo" | "options" | "none";

interface Advice {
  readonly title: string;
  readonly advice: string;
  readonly remedy: Remedy;
}

const advices: Record<ErrorCode, Advice> = {
  invalid_request: {
    title: "Something in the options needs another look",
    advice: "Nothing was sent and nothing was paid. Change what is listed here, then submit again.",
    remedy: "options",
  },
  invalid_image: {
    title: "This photo cannot be sent",
    advice: "Nothing was sent. Choose another photo, or crop or resize this one to fit.",
    remedy: "photo",
  },
  rejected: {
    title: "The service refused the request",
    advice: "Its own words are below. Change the photo or the options, then submit again.",
    remedy: "options",
  },
  unauthorized: {
    title: "The service does not know this key",
    advice: "Check the connection: the key may be mistyped, switched off, or meant for another address.",
    remedy: "settings",
  },
  not_found: {
    title: "The service has nothing under this name",
    advice: "The photo or the render may have expired there. Submit it once more; if that fails, check the connection.",
    remedy: "retry",
  },
  insufficient_credits: {
    title: "There are not enough credits left",
    advice: "A render takes credits, an upscale takes 4. Ask whoever runs the account to add some.",
    remedy: "settings",
  },
  too_many_renders: {
    title: "Ten renders are already running",
    advice: "The account may run ten at once. Wait until one has finished, then submit again.",
    remedy: "retry",
  },
  service_failed: {
    title: "The service could not do it",
    advice: "It broke down while working on this. Wait a moment, then try again.",
    remedy: "retry",
  },
  outcome_unknown: {
    title: "The answer got lost on the way",
    advice: "The render may have been accepted and paid for. Compare your credits before you submit it a second time.",
    remedy: "none",
  },
  network: {
    title: "The service cannot be reached",
    advice: "Check that you are online and that the address in the connection is right.",
    remedy: "retry",
  },
  timeout: {
    title: "The service went quiet",
    advice: "Nothing came back for too long. The connection may be slow; try again in a moment.",
    remedy: "retry",
  },
  aborted: {
    title: "Cancelled",
    advice: "The page stopped waiting. A render the service had already accepted goes on there and still counts.",
    remedy: "none",
  },
  unexpected_response: {
    title: "That was not an answer of the service",
    advice: "Something else may be listening at this address, such as a log-in page or a proxy. Check the connection.",
    remedy: "settings",
  },
  render_failed: {
    title: "The render failed",
    advice: "The service gave up on this picture. Other options, or a clearer photo, often help.",
    remedy: "options",
  },
};

const issueTitles: Partial<Record<IssueCode, string>> = {
  unsupported_format: "Kind of file",
  empty_file: "Empty file",
  file_too_large: "File size",
  resolution_too_small: "Too few pixels",
  resolution_too_large: "Too many pixels",
  aspect_ratio: "Proportions",
  truncated: "Cut short",
  corrupt: "Damaged",
  type_mismatch: "Mislabelled",
  empty_mask: "Nothing marked",
  mask_size: "Size of the mask",
};

/** Title, advice and remedy for an error. A render that is known to the service can be looked at again. */
export function adviceFor(error: ReRoomError): Advice {
  const advice = advices[error.code];
  if (error.renderId === undefined || error.code === "render_failed") return advice;
  return { ...advice, advice: `${advice.advice} The page knows its number and can look again.`, remedy: "resume" };
}

/** What is wrong, one line each: where, what, and the value that was probably meant. */
export function issueList(issues: Issue[]): HTMLUListElement {
  return make("ul", "issues", ...issues.map((issue) => make("li", "", ...describe(issue))));
}

function describe(issue: Issue): (Node | string)[] {
  const place = issueTitles[issue.code] ?? issue.path;
  const hint =
    issue.suggestion === undefined || issue.message.includes(issue.suggestion)
      ? ""
      : ` Did you mean "${issue.suggestion}"?`;
  return [...(place ? [make("b", "", place), " "] : []), issue.message, hint];
}

const remedyLabels: Record<Exclude<Remedy, "none">, string> = {
  retry: "Try again",
  resume: "Look again",
  settings: "Open the connection",
  photo: "Choose another photo",
  options: "Go to the options",
};

/** The error as the page shows it, with a button for its remedy. */
export function showError(box: HTMLElement, error: ReRoomError, act?: (remedy: Remedy) => void): void {
  const { title, advice, remedy } = adviceFor(error);
  const parts: HTMLElement[] = [make("p", "lead", title), make("p", "", advice)];
  if (error.issues.length > 0) parts.push(issueList(error.issues));
  else if (error.code !== "aborted") parts.push(make("p", "fine", detail(error)));
  if (act && remedy !== "none") parts.push(makeRemedy(remedy, act));
  box.replaceChildren(...parts);
  box.hidden = false;
}

function detail(error: ReRoomError): string {
  return error.status === undefined ? error.message : `${error.message} (${error.status})`;
}

function makeRemedy(remedy: Exclude<Remedy, "none">, act: (remedy: Remedy) => void): HTMLButtonElement {
  const button = make("button", "", remedyLabels[remedy]);
  button.type = "button";
  button.addEventListener("click", () => {
    act(remedy);
  });
  return button;
}

// Turns callbacks of the studio into events of the element.
import { isDeveloperError } from "../../studio/errors.js";
import type { Photo, Result, StudioListeners, Submission } from "../../studio/index.js";
import { logError, warn } from "../console.js";
import { emit, type CompleteDetail, type PhotoDetail, type SubmitDetail } from "../events.js";

/**
 * Returns listeners that dispatch events on the element and log errors that only a developer can fix. `onComplete` is called
 * before the event of a finished render.
 */
export const listenersOf = (element: HTMLElement, onComplete: (result: Result) => void): StudioListeners => ({
  photo: (photo) => emit(element, "reroom-photo", toPhotoDetail(photo)),
  change: (detail) => emit(element, "reroom-change", detail),
  submit: (submission) => emit(element, "reroom-submit", toSubmitDetail(submission), true),
  progress: (progress, { tool }) => emit(element, "reroom-progress", { ...progress, tool }),
  complete: (result) => {
    onComplete(result);
    emit(element, "reroom-complete", toDetail(result));
  },
  accept: (result) => emit(element, "reroom-accept", toDetail(result)),
  error: (error, result) => {
    if (isDeveloperError(error)) logError("reroom-studio", error);
    emit(element, "reroom-error", { error, tool: result?.tool });
  },
  warn: (message) => {
    warn("reroom-studio", "prepareRefused", message);
  },
});

function toPhotoDetail({ name, width, height, report, changes, issues }: Photo): PhotoDetail {
  const detail = { name, width, height, changes, ok: issues.length === 0 };
  return report ? { ...detail, report } : detail;
}

function toSubmitDetail({ tool, params, cost, variants }: Submission): SubmitDetail {
  const total = cost !== undefined && { cost: cost * variants.length };
  return { tool, params, ...total, ...(variants.length > 1 && { variants }) };
}

function toDetail({ render, renders, before, after, tool, params }: Result): CompleteDetail {
  return { render: render as CompleteDetail["render"], renders, before, after, tool, ...(params && { params }) };
}

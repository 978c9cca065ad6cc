// Turns callbacks of the studio into events of the element.
import { isDeveloperError } from "../../studio/errors.js";
import type { Photo, Result, StudioListeners } from "../../studio/index.js";
import { logError, warn } from "../console.js";
import { emit, type CompleteDetail, type PhotoDetail } from "../events.js";

/** Returns listeners that dispatch events on the element and log errors that only a developer can fix. */
export const listenersOf = (element: HTMLElement): StudioListeners => ({
  photo: (photo) => emit(element, "reroom-photo", toPhotoDetail(photo)),
  change: (detail) => emit(element, "reroom-change", detail),
  submit: ({ tool, params, cost }) =>
    emit(element, "reroom-submit", { tool, params, ...(cost !== undefined && { cost }) }, true),
  progress: (progress, { tool }) => emit(element, "reroom-progress", { ...progress, tool }),
  complete: (result) => emit(element, "reroom-complete", toDetail(result)),
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

function toDetail({ render, before, after, tool, params }: Result): CompleteDetail {
  return { render: render as CompleteDetail["render"], before, after, tool, ...(params && { params }) };
}

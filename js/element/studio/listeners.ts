// Turns callbacks of the studio into events of the element.
import { isDeveloperError } from "../../studio/errors.js";
import type { Photo, Result, Studio, StudioListeners } from "../../studio/index.js";
import { logError, warn } from "../console.js";
import { emit, type CompleteDetail, type PhotoDetail } from "../events.js";
import type { Notices } from "./notices.js";

/** Returns listeners that dispatch events on the element and log errors that only a developer can fix. */
export const listenersOf = (element: HTMLElement, studio: () => Studio, notices: Notices): StudioListeners => ({
  photo: (photo) => emit(element, "reroom-photo", toPhotoDetail(photo)),
  change: (detail) => emit(element, "reroom-change", detail),
  submit: ({ tool, params, cost, variants }) => {
    const details = { ...(cost !== undefined && { cost }), ...(variants.length > 1 && { variants }) };
    return emit(element, "reroom-submit", { tool, params, ...details }, true);
  },
  progress: (progress, { tool }) => emit(element, "reroom-progress", { ...progress, tool }),
  complete: (result) => {
    if (element.isConnected) notices.complete(studio(), result);
    emit(element, "reroom-complete", toDetail(result, studio()));
  },
  accept: (result) => emit(element, "reroom-accept", toDetail(result, studio())),
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

function toDetail({ id, render, renders, before, after, tool, params }: Result, studio: Studio): CompleteDetail {
  const held = studio.getImages(id);
  return {
    render: render as CompleteDetail["render"],
    renders,
    ...{ before, after, beforeBlob: held.before, afterBlob: held.after },
    images: () => studio.readImages(id),
    tool,
    ...(params && { params }),
  };
}

// The main image: a drop zone, the photo with its mask, or results.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Photo, Result } from "../../../studio/index.js";
import { logError } from "../../console.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import { loadPainter } from "../../painter/load.js";
import type { MaskPainter } from "../../painter/mask-painter.js";
import { listFormats } from "../photo-input.js";
import { toReRoomError } from "../../../studio/errors.js";
import { canMoveCrop } from "../cropped.js";
import { progress } from "./progress.js";
import { continueButton, useButton } from "./result-buttons.js";
import type { ViewContext } from "./context.js";

/** Renders the stage. */
export function stage(view: ViewContext): TemplateResult {
  const { photo, shown, job, opening } = view.state;
  const [first, second] = shown;
  const versions = second && view.lazy?.versions(view, shown, view.lazy.zoom, versionActions(view));
  // While the user paints, the crop's frame is shown on request.
  const framed = first === undefined && (view.state.tool !== "edit" || view.adjusting) && canMoveCrop(view.lazy, photo);
  return html`
    <div class="stage" part="stage" aria-busy=${opening || job.kind === "busy"}>
      ${photo?.url ? picture(view, photo, first !== undefined || framed) : nothing}
      ${framed ? view.lazy?.cropFrame(view, view.lazy.frame, photo) : nothing}
      ${versions ?? (first ? comparison(view, first) : nothing)}
      ${!photo?.url && photo?.checked !== false && !first ? dropZone(view) : nothing}
      ${job.kind === "busy" ? progress(view, job) : nothing}
      ${opening ? html`<p class="veil"><span class="bubble">${view.texts.studio.checking}</span></p>` : nothing}
    </div>
  `;
}

function dropZone({ texts: { studio }, language, state, choose }: ViewContext): TemplateResult {
  return html`
    <div class="drop">
      <slot name="empty">
        ${icon("photo")}
        <p class="lead">${studio.drop}</p>
        <p class="drop-hint">${studio.dropHint}</p>
      </slot>
      <p class="actions">
        <button
          class="primary"
          part="button primary"
          type="button"
          data-focus="photo"
          @click=${() => {
            choose("file");
          }}
        >
          ${studio.choosePhoto}
        </button>
        <button
          class="camera"
          part="button"
          type="button"
          @click=${() => {
            choose("camera");
          }}
        >
          ${icon("camera")}${studio.takePhoto}
        </button>
      </p>
      <p class="fine">${fill(studio.photoRules, { formats: listFormats(language) })}</p>
      ${state.unreadable ? html`<p class="bad" role="alert">${icon("warning")}${studio.photoUnreadable}</p>` : nothing}
    </div>
  `;
}

/** Renders the photo. The mask painter stays in the DOM once a mask exists, to keep it. */
function picture({ studio, state, texts, segmenter }: ViewContext, photo: Photo, covered: boolean): TemplateResult {
  const { url, width, height, issues, source } = photo;
  const painting = state.tool === "edit" && issues.length === 0 && width > 0;
  const report = (error: unknown) => {
    logError("reroom-studio", toReRoomError(error));
  };
  if (painting) loadPainter(report);
  const painter = () =>
    html`<reroom-mask-painter
      exportparts="tools: painter-tools, zoom: painter-zoom"
      .src=${url}
      .photo=${source instanceof Blob ? source : url}
      .segmenter=${segmenter}
      .width=${width}
      .height=${height}
      .texts=${texts.painter}
      ?hidden=${!painting || covered}
      ?inert=${state.job.kind === "busy"}
      @failed=${(event: CustomEvent) => {
        report(event.detail);
      }}
      @change=${(event: Event) => {
        const painter = event.currentTarget as MaskPainter;
        studio.setMask(painter.marked ? () => painter.encode() : undefined);
      }}
    ></reroom-mask-painter>`;
  return html`${painting || state.masked ? keyed(url, painter()) : nothing}
    <img
      class=${issues.length > 0 ? "picture refused" : "picture"}
      part="picture"
      src=${url}
      alt=${fill(texts.studio.photoAlt, { name: photo.name })}
      width=${width || nothing}
      height=${height || nothing}
      ?hidden=${painting || covered}
    />`;
}

function comparison({ studio, texts, comparedWith }: ViewContext, result: Result): TemplateResult {
  const { before, after, size } = result;
  if (!size)
    return html`<div class="drop">
      <p class="lead">${texts.studio.finished}</p>
      <p>${texts.studio.notShown}</p>
    </div>`;
  return html`<reroom-compare
    part="compare"
    exportparts="handle: compare-handle"
    disclosure="none"
    zoomable
    .beforeSrc=${comparedWith(result)?.url ?? before}
    .afterSrc=${after}
    .width=${size.width}
    .height=${size.height}
    .texts=${texts.compare}
    @error=${() => void studio.refresh(result.id)}
  ></reroom-compare>`;
}

const versionActions = (view: ViewContext) => (result: Result, name: string) =>
  html`${useButton(view, result, "", name)} ${continueButton(view, result, "quiet", name)}`;

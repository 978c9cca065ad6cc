// The main image: a drop zone, the photo with its mask, or the comparison.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import { loadPainter } from "../../painter/load.js";
import type { JobResult } from "../jobs.js";
import type { Photo } from "../photo.js";
import { progress } from "./progress.js";
import type { ViewContext } from "./context.js";

/** Renders the stage. */
export function stage(view: ViewContext): TemplateResult {
  const { session } = view;
  const { photo, status } = session;
  const done = status.kind === "done" ? status.result : undefined;
  return html`
    <div class="stage" part="stage" aria-busy=${session.opening || session.busy}>
      ${photo?.url ? picture(view, photo, done !== undefined) : nothing} ${done ? comparison(view, done) : nothing}
      ${!photo?.url && !done ? dropZone(view) : nothing}
      ${status.kind === "busy" ? progress(view, status.progress) : nothing}
      ${session.opening ? html`<p class="veil"><span class="bubble">${view.texts.studio.checking}</span></p>` : nothing}
    </div>
  `;
}

function dropZone({ texts: { studio }, session, choose }: ViewContext): TemplateResult {
  return html`
    <div class="drop">
      ${icon("photo")}
      <p class="lead">${studio.drop}</p>
      <p class="drop-hint">${studio.dropHint}</p>
      <p class="actions">
        <button
          class="primary"
          part="button"
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
      <p class="fine">${studio.photoRules}</p>
      ${session.unreadable ? html`<p class="bad" role="alert">${icon("warning")}${studio.photoUnreadable}</p>` : nothing}
    </div>
  `;
}

/** Renders the photo. The mask painter stays in the DOM once a mask exists, to keep it. */
function picture(view: ViewContext, photo: Photo, covered: boolean): TemplateResult {
  const { session, texts } = view;
  const { url, width, height } = photo;
  const painting = session.tool === "edit" && session.photoReady && width > 0;
  if (painting) loadPainter(session.logError);
  const painter = () =>
    html`<reroom-mask-painter
      exportparts="tools: painter-tools"
      .src=${url}
      .width=${width}
      .height=${height}
      .texts=${texts.painter}
      ?hidden=${!painting || covered}
      ?inert=${session.busy}
      @change=${() => {
        session.onMaskChange();
      }}
    ></reroom-mask-painter>`;
  return html`${painting || session.hasMask ? keyed(url, painter()) : nothing}
    <img
      class=${photo.issues.length > 0 ? "picture refused" : "picture"}
      part="picture"
      src=${url}
      alt=${fill(texts.studio.photoAlt, { name: photo.name })}
      width=${width || nothing}
      height=${height || nothing}
      ?hidden=${painting || covered}
    />`;
}

function comparison({ texts }: ViewContext, { before, after, size }: JobResult): TemplateResult {
  const { studio } = texts;
  if (!size)
    return html`<div class="drop">
      <p class="lead">${studio.finished}</p>
      <p>${studio.notShown}</p>
    </div>`;
  return html`<reroom-compare
    part="compare"
    exportparts="handle: compare-handle"
    disclosure="none"
    .beforeSrc=${before}
    .afterSrc=${after}
    .width=${size.width}
    .height=${size.height}
    .texts=${texts.compare}
  ></reroom-compare>`;
}

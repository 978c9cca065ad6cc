// The row of photos.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { PhotoSummary } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import { image } from "../views/image.js";
import type { ViewContext } from "../views/context.js";

/** Renders the row. */
export function row(view: ViewContext): TemplateResult {
  const { state, texts, choose } = view;
  const done = state.photos.filter(({ accepted }) => accepted).length;
  const all = state.photos.length;
  return html`
    <section class="strip photos" part="photos" aria-labelledby="photos-title">
      <div class="strip-head">
        <h2 class="label" id="photos-title">${texts.studio.photos}</h2>
        ${done > 0 ? html`<p class="fine">${fill(texts.studio.photosDone, { done, all })}</p>` : nothing}
      </div>
      <ul
        @keydown=${(event: KeyboardEvent) => {
          onKeydown(view, event);
        }}
      >
        ${repeat(
          state.photos,
          ({ id }) => id,
          (photo, index) => html`<li>${tile(view, photo, index)}</li>`,
        )}
        <li>
          <button
            class="tile add"
            part="tile"
            type="button"
            data-action="add"
            @click=${() => {
              choose("more");
            }}
          >
            ${icon("plus")}<span>${texts.studio.addPhotos}</span>
          </button>
        </li>
      </ul>
    </section>
  `;
}

function tile(view: ViewContext, photo: PhotoSummary, index: number): TemplateResult {
  const { studio, state, texts } = view;
  const { id, name, url, selected, checked, running } = photo;
  // Arrow keys move through the row, so that Tab passes it in two steps.
  const inTabOrder = selected || (!state.photo && index === 0);
  const tabindex = inTabOrder ? "0" : "-1";
  return html`
    <button
      type="button"
      class=${checked ? "tile" : "tile running"}
      part="tile"
      data-photo=${id}
      tabindex=${tabindex}
      aria-pressed=${selected}
      aria-keyshortcuts=${running > 0 ? nothing : "Delete"}
      @click=${() => {
        studio.select(id);
      }}
    >
      ${image(url)}<span>${name}</span>${statusTag(view, photo)}
    </button>
    ${
      running > 0
        ? nothing
        : html`<button
            type="button"
            class="remove"
            part="button"
            tabindex=${tabindex}
            aria-label=${fill(texts.studio.removePhoto, { name })}
            title=${texts.studio.remove}
            @click=${() => {
              studio.remove(id);
            }}
          >
            ${icon("cross")}
          </button>`
    }
  `;
}

/** Returns the state of a photo in a word or two, most important first. */
function statusTag({ texts }: ViewContext, photo: PhotoSummary): TemplateResult | typeof nothing {
  const { checked, usable, issues, running, news, failed, accepted, results } = photo;
  const tag = (kind: string, content: unknown) => html`<small class="tag ${kind}" part="tag">${content}</small>`;
  if (news > 0) return tag("new", fill(texts.studio.newResults, { count: news }));
  if (running > 0) return tag("busy", texts.studio.working);
  // A photo of an earlier visit has no file, but its results.
  const unusable = checked && !usable && results === 0;
  if (issues > 0 || failed > 0 || unusable)
    return tag("attention", html`${icon("warning")}${texts.studio.needsAttention}`);
  if (!checked) return tag("busy", texts.stages.preparing.name);
  return accepted ? tag("accepted", html`${icon("check")}${texts.studio.photoDone}`) : nothing;
}

/** Moves focus with the arrow keys, Home and End. Delete removes the photo. */
function onKeydown({ studio }: ViewContext, event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const tiles = [...list.querySelectorAll<HTMLElement>(".tile")];
  const index = tiles.indexOf(event.target as HTMLElement);
  const focused = tiles[index];
  if (!focused || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Delete" && focused.dataset["photo"] !== undefined) {
    studio.remove(focused.dataset["photo"]);
    return;
  }
  const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index - 1,
    Home: 0,
    End: tiles.length - 1,
    [forward]: index + 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  tiles[target]?.focus();
}

/** Names what was skipped of the files that the user chose or dropped. */
export function skippedNote({ skipped, texts, dismissSkipped }: ViewContext): TemplateResult | typeof nothing {
  const lines = [
    ...(skipped?.folders ? [texts.studio.skippedFolders] : []),
    ...(skipped?.names.length ? [fill(texts.studio.skippedFiles, { names: skipped.names.join(", ") })] : []),
  ];
  if (lines.length === 0) return nothing;
  return html`<div class="warn skipped">
    <button class="quiet" part="button" type="button" aria-label=${texts.studio.dismiss} @click=${dismissSkipped}>
      ${icon("cross")}
    </button>
    ${lines.map((line) => html`<p>${icon("warning")}${line}</p>`)}
  </div>`;
}

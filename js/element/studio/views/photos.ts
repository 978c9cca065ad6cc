// The row of photos.
import { html, nothing, type TemplateResult } from "lit";
import type { PhotoSummary } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { image } from "./image.js";
import type { ViewContext } from "./context.js";

/** Renders the row, or nothing for a single photo that is selected. */
export function photos(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  if (state.photos.length < 2 && state.photo) return nothing;
  if (state.photos.length === 0) return nothing;
  return html`
    <section class="strip photos" part="photos" aria-labelledby="photos-title">
      <h2 class="label" id="photos-title">${texts.studio.photos}</h2>
      <ul>
        ${state.photos.map((photo) => html`<li>${tile(view, photo)}</li>`)}
      </ul>
    </section>
  `;
}

function tile(
  { studio, texts }: ViewContext,
  { id, name, url, selected, running, news }: PhotoSummary,
): TemplateResult {
  const tag =
    news > 0 ? fill(texts.studio.newResults, { count: news }) : running > 0 ? texts.stages.rendering.name : "";
  return html`
    <button
      type="button"
      class="tile"
      part="tile"
      aria-pressed=${selected}
      @click=${() => {
        studio.select(id);
      }}
    >
      ${image(url)}<span>${name}</span> ${tag ? html`<small class="tag" part="tag">${tag}</small>` : nothing}
    </button>
  `;
}

// The area below the image: photo details, actions for a result, and errors.
import { html, nothing, type TemplateResult } from "lit";
import type { Photo, Result } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import { versionsOf } from "../steps.js";
import { creditsText } from "./credits.js";
import { onFirstClick } from "./click.js";
import { download } from "./download.js";
import { notice } from "./notice.js";
import { continueButton, useButton } from "./result-buttons.js";
import { verdict } from "./verdict.js";
import type { ViewContext } from "./context.js";

/** Renders the dock. The alert region is always present, so screen readers announce new errors. */
export function dock(view: ViewContext): TemplateResult {
  const { photo, job, shown } = view.state;
  const [first] = shown;
  return html`
    <div class="dock" part="dock">
      ${view.lazy?.chain(view) ?? nothing}
      ${shown.length > 1 && view.lazy ? variantsHint(view) : first ? result(view, first) : photo ? facts(view, photo) : nothing}
      <div role="alert">${job.kind === "failed" ? notice(view, job) : nothing}</div>
    </div>
  `;
}

function facts(view: ViewContext, photo: Photo): TemplateResult {
  const { state, texts, choose } = view;
  const { name, url, width, height } = photo;
  return html`
    <div class="facts">
      <p class="file">
        <b title=${name}>${name}</b>
        ${width ? html`<span class="fine"><bdi>${fill(texts.studio.size, { width, height })}</bdi></span>` : nothing}
      </p>
      ${
        url
          ? html`<button
              part="button"
              type="button"
              data-focus="photo"
              ?disabled=${state.job.kind === "busy"}
              @click=${() => {
                choose("file");
              }}
            >
              ${texts.studio.replacePhoto}
            </button>`
          : nothing
      }
    </div>
    <div class="verdict" part="verdict">${verdict(view, photo)}</div>
  `;
}

const variantsHint = ({ texts }: ViewContext): TemplateResult =>
  html`<p class="lead">${texts.studio.chooseVariant}</p>`;

function result(view: ViewContext, result: Result): TemplateResult {
  const { studio, state, texts, save } = view;
  const { id, size } = result;
  const button = (action: string, label: unknown, onClick: () => void, extra = "") =>
    html`<button
      part="button"
      type="button"
      class=${extra}
      data-action=${action}
      ?disabled=${action !== "download" && state.job.kind === "busy"}
      @click=${onFirstClick(onClick)}
    >
      ${label}
    </button>`;
  const price = state.costs.upscale === undefined ? "" : ` · ${creditsText(state.costs.upscale, texts)}`;
  const versions = versionsOf(state, result);
  return html`
    <div class="result" part="result">
      ${view.lazy?.comparisons(view, result)}
      <div>
        <h2 class="lead">${texts.studio.finished}</h2>
        <p class="fine">${size ? `${texts.studio.finishedHint} ${fill(texts.studio.size, { ...size })}` : ""}</p>
      </div>
      <p class="actions">
        ${useButton(view, result, "narrow")}
        ${button("download", html`${icon("download")}${texts.studio.download}`, () => {
          save(result);
        })}
        ${continueButton(view, result)}
        ${
          result.tool === "upscale" || !state.tools.includes("upscale")
            ? nothing
            : button("upscale", html`${icon("upscale")}${texts.studio.upscale}${price}`, () => void studio.upscale(id))
        }
        ${
          versions.length > 0
            ? button(
                "versions",
                texts.studio.allVersions,
                () => {
                  view.showVersions(versions);
                },
                "quiet",
              )
            : nothing
        }
        ${button("photo", texts.studio.showPhoto, view.showPhoto, "quiet")}
        ${button(
          "remove",
          texts.studio.remove,
          () => {
            studio.remove(id);
          },
          "quiet",
        )}
      </p>
      ${download(view, result)}
    </div>
  `;
}

// The area below the image: photo details, actions for a result, and errors.
import { html, nothing, type TemplateResult } from "lit";
import type { ReRoomError } from "../../../client/index.js";
import { fill } from "../../locales/texts.js";
import { describeError, describeIssue } from "../error-messages.js";
import { icon } from "../icons.js";
import type { JobResult } from "../jobs.js";
import type { Photo } from "../photo.js";
import { UPSCALE_COST } from "../tools.js";
import { onFirstClick } from "./click.js";
import { download } from "./download.js";
import type { ViewContext } from "./context.js";

/** Renders the dock. The alert region is always present, so screen readers announce new errors. */
export function dock(view: ViewContext): TemplateResult {
  const { photo, status } = view.session;
  const done = status.kind === "done" ? status.result : undefined;
  return html`
    <div class="dock" part="dock">
      ${done ? result(view, done) : photo ? facts(view, photo) : nothing}
      <div role="alert">${status.kind === "failed" ? notice(view, status.error) : nothing}</div>
    </div>
  `;
}

function facts(view: ViewContext, photo: Photo): TemplateResult {
  const { session, texts, choose } = view;
  const { name, url, width, height } = photo;
  return html`
    <div class="facts">
      <p class="file">
        <b title=${name}>${name}</b>
        ${width ? html`<span class="fine">${fill(texts.studio.size, { width, height })}</span>` : nothing}
      </p>
      ${
        url
          ? html`<button
              part="button"
              type="button"
              data-focus="photo"
              ?disabled=${session.busy}
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

function verdict(view: ViewContext, { issues, changes, report }: Photo): TemplateResult {
  const { studio, changes: names } = view.texts;
  if (issues.length > 0)
    return html`<div class="bad">
      <p>${icon("warning")}<b>${studio.refused}</b></p>
      <ul>
        ${issues.map((issue) => html`<li>${describeIssue(issue, view.texts, report?.mime)}</li>`)}
      </ul>
    </div>`;
  if (changes.length === 0) return html`<p class="good">${icon("check")}${studio.ready}</p>`;
  return html`<div class="good">
    <p>${icon("check")}${studio.mended}</p>
    <ul class="changes">
      ${changes.map((change) => html`<li>${names[change]}</li>`)}
    </ul>
    ${changes.includes("cropped") || changes.includes("padded") ? fitChoice(view, changes.includes("padded")) : nothing}
  </div>`;
}

function fitChoice({ session, texts: { studio } }: ViewContext, padded: boolean): TemplateResult {
  const choice = (fit: "crop" | "pad", label: string, checked: boolean) => html`
    <label>
      <input type="radio" name="fit" .checked=${checked} @change=${() => session.changeFit(fit)} />
      <span>${label}</span>
    </label>
  `;
  return html`<fieldset ?disabled=${session.busy}>
    <legend class="visually-hidden">${studio.fit}</legend>
    <div class="segmented">${choice("crop", studio.fitCrop, !padded)} ${choice("pad", studio.fitPad, padded)}</div>
  </fieldset>`;
}

function result(view: ViewContext, result: JobResult): TemplateResult {
  const { session, texts, save } = view;
  const { studio } = texts;
  const { size, tool } = result;
  return html`
    <div class="result" part="result">
      <div>
        <h2 class="lead">${studio.finished}</h2>
        <p class="fine">${size ? `${studio.finishedHint} ${fill(studio.size, size)}` : ""}</p>
      </div>
      <p class="actions">
        <button
          class="primary"
          part="button primary"
          type="button"
          ?disabled=${session.accepted}
          @click=${() => {
            session.accept(result);
          }}
        >
          ${session.accepted ? html`${icon("check")}${studio.accepted}` : studio.accept}
        </button>
        <button
          part="button"
          type="button"
          data-action="download"
          @click=${() => {
            save(result);
          }}
        >
          ${icon("download")}${studio.download}
        </button>
        ${
          tool === "upscale"
            ? nothing
            : html`<button
                part="button"
                type="button"
                data-action="upscale"
                title=${fill(studio.cost, { count: UPSCALE_COST })}
                aria-describedby="upscale-cost"
                @click=${onFirstClick(() => {
                  session.upscale(result);
                })}
              >
                ${icon("upscale")}${studio.upscale}
              </button>`
        }
        <button
          part="button"
          type="button"
          data-action="another"
          @click=${() => {
            session.editAgain();
          }}
        >
          ${studio.another}
        </button>
      </p>
      ${
        tool === "upscale"
          ? nothing
          : html`<p class="fine" id="upscale-cost">${studio.upscale}: ${fill(studio.cost, { count: UPSCALE_COST })}</p>`
      }
      ${download(view, result)}
    </div>
  `;
}

function notice({ session, texts }: ViewContext, error: ReRoomError): TemplateResult {
  const { title, advice, remedy, details } = describeError(error, texts);
  return html`
    <div class="notice bad" part="notice">
      <p class="lead">${icon("warning")}${title}</p>
      <p>${advice}</p>
      ${
        details.length > 0
          ? html`<ul class="fine">
              ${details.map((line) => html`<li>${line}</li>`)}
            </ul>`
          : nothing
      }
      ${
        remedy
          ? html`<button
              part="button"
              type="button"
              data-focus="failed"
              @click=${onFirstClick(() => {
                session.applyRemedy(remedy);
              })}
            >
              ${texts.remedies[remedy]}
            </button>`
          : nothing
      }
      ${
        error.code === "outcome_unknown"
          ? html`<label class="check">
              <input
                type="checkbox"
                data-focus="failed"
                .checked=${!session.outcomeUnknown}
                @change=${(event: Event) => {
                  session.confirmAccountChecked((event.target as HTMLInputElement).checked);
                }}
              />
              <span>${texts.studio.lookedAtAccount}</span>
            </label>`
          : nothing
      }
    </div>
  `;
}

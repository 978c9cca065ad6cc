// What lies under the large picture: what was found out about the photo, what to do with a result, what went wrong.
import { html, nothing, type TemplateResult } from "lit";
import type { ReRoomError } from "../../../client/index.js";
import { fill } from "../../locales/texts.js";
import { adviceFor, describe } from "../advice.js";
import { icon } from "../icons.js";
import type { Outcome } from "../jobs.js";
import type { Photo } from "../photo.js";
import { UPSCALE_COST } from "../tools.js";
import { once } from "./click.js";
import { download } from "./download.js";
import type { View } from "./view.js";

/** The dock in its present state. The box for errors is always there, so that a screen reader hears what comes into it. */
export function dock(view: View): TemplateResult {
  const { photo, status } = view.session;
  const done = status.kind === "done" ? status.outcome : undefined;
  return html`
    <div class="dock" part="dock">
      ${done ? result(view, done) : photo ? facts(view, photo) : nothing}
      <div role="alert">${status.kind === "failed" ? notice(view, status.error) : nothing}</div>
    </div>
  `;
}

function facts(view: View, photo: Photo): TemplateResult {
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

function verdict(view: View, { issues, changes, report }: Photo): TemplateResult {
  const { studio, changes: names } = view.texts;
  if (issues.length > 0)
    return html`<div class="bad">
      <p>${icon("warning")}<b>${studio.refused}</b></p>
      <ul>
        ${issues.map((issue) => html`<li>${describe(issue, view.texts, report?.mime)}</li>`)}
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

function fitChoice({ session, texts: { studio } }: View, padded: boolean): TemplateResult {
  const choice = (fit: "crop" | "pad", label: string, checked: boolean) => html`
    <label>
      <input type="radio" name="fit" .checked=${checked} @change=${() => session.refit(fit)} />
      <span>${label}</span>
    </label>
  `;
  return html`<fieldset ?disabled=${session.busy}>
    <legend class="visually-hidden">${studio.fit}</legend>
    <div class="segmented">${choice("crop", studio.fitCrop, !padded)} ${choice("pad", studio.fitPad, padded)}</div>
  </fieldset>`;
}

function result(view: View, outcome: Outcome): TemplateResult {
  const { session, texts, save } = view;
  const { studio } = texts;
  const { size, tool } = outcome;
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
            session.accept(outcome);
          }}
        >
          ${session.accepted ? html`${icon("check")}${studio.accepted}` : studio.accept}
        </button>
        <button
          part="button"
          type="button"
          data-action="download"
          @click=${() => {
            save(outcome);
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
                @click=${once(() => {
                  session.upscale(outcome);
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
            session.another();
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
      ${download(view, outcome)}
    </div>
  `;
}

function notice({ session, texts }: View, error: ReRoomError): TemplateResult {
  const { title, advice, remedy, details } = adviceFor(error, texts);
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
              @click=${once(() => {
                session.act(remedy);
              })}
            >
              ${texts.remedies[remedy]}
            </button>`
          : nothing
      }
      ${
        error.code === "outcome_unknown" && remedy === undefined
          ? html`<label class="check">
              <input
                type="checkbox"
                data-focus="failed"
                .checked=${!session.doubt}
                @change=${(event: Event) => {
                  session.look((event.target as HTMLInputElement).checked);
                }}
              />
              <span>${texts.studio.lookedAtAccount}</span>
            </label>`
          : nothing
      }
    </div>
  `;
}

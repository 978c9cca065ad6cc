// The progress card over the photo.
import { html, nothing, type TemplateResult } from "lit";
import type { Progress } from "../../../client/index.js";
import type { Job } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import type { ViewContext } from "./context.js";

type Busy = Extract<Job, { kind: "busy" }>;

const steps = ["preparing", "uploading", "queued", "rendering"] as const;

/** Returns the index of a stage. `waiting` counts as uploading: the service does not have the job yet. */
const stepIndex = (stage: Progress["stage"]): number =>
  stage === "done" ? steps.length : steps.indexOf(stage === "waiting" ? "uploading" : stage);

/** Describes the stage in a sentence, for the card and for screen readers. */
export function describeProgress({ stage, position: place }: Progress, texts: Texts): string {
  const text = texts.stages[stage].sentence;
  return place === undefined ? text : `${text} ${fill(texts.studio.position, { position: place })}`;
}

/** Renders the stages, the upload progress and the cancel button. */
export function progress(view: ViewContext, { progress: now, sent, ids }: Busy): TemplateResult {
  const { studio, texts, language } = view;
  const current = stepIndex(now.stage);
  const step = (name: (typeof steps)[number], index: number) => html`
    <li class=${index < current ? "past" : ""} aria-current=${index === current ? "step" : nothing}>
      ${texts.stages[name].name}
    </li>
  `;
  return html`
    <div class="veil">
      <div class="card" part="progress">
        <p class="lead">${describeProgress(now, texts)}</p>
        <ol class="steps">
          ${steps.map(step)}
        </ol>
        ${bar(now, texts, language)} ${view.lazy?.versionsReady(view, ids)}
        <p class="actions">
          <button
            part="button"
            type="button"
            data-focus="busy"
            @click=${() => {
              studio.cancel();
            }}
          >
            ${sent ? texts.studio.stopWaiting : texts.studio.cancel}
          </button>
          ${notification(view)}
        </p>
      </div>
    </div>
  `;
}

/** Renders the button that asks for a notification, or a note that there will be one. */
function notification({ notification, texts, askToNotify }: ViewContext): TemplateResult | typeof nothing {
  if (notification === "off") return nothing;
  if (notification === "on") return html`<span class="fine" role="status">${texts.studio.willNotify}</span>`;
  return html`<button class="quiet" part="button" type="button" data-action="notify" @click=${askToNotify}>
    ${texts.studio.notifyMe}
  </button>`;
}

function bar({ stage, loaded, total }: Progress, texts: Texts, language: string): TemplateResult {
  const label = texts.stages[stage].name;
  if (stage !== "uploading" || loaded === undefined || !total) return html`<progress aria-label=${label}></progress>`;
  const format = new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  const size = (bytes: number) => format.format(bytes / 1024 / 1024);
  const amount = fill(texts.studio.uploaded, { loaded: size(loaded), total: size(total) });
  return html`<progress aria-label=${label} max=${total} .value=${loaded}></progress
    ><span class="fine">${amount}</span>`;
}

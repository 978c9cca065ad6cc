// Where a request stands, over the photo it is about.
import { html, nothing, type TemplateResult } from "lit";
import type { Progress } from "../../../client/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import type { View } from "./view.js";

const steps = ["preparing", "uploading", "queued", "rendering"] as const;

/** Waiting for a free place comes before the service has the job, as uploading does. */
const position = (stage: Progress["stage"]): number =>
  stage === "done" ? steps.length : steps.indexOf(stage === "waiting" ? "uploading" : stage);

/** The stage in a sentence, for the eye and the ear. */
export function sentence({ stage, position: place }: Progress, texts: Texts): string {
  const said = texts.stages[stage].sentence;
  return place === undefined ? said : `${said} ${fill(texts.studio.position, { position: place })}`;
}

/** The stages in a row, how much has gone up, and the way out. */
export function progress({ session, texts, language }: View, now: Progress): TemplateResult {
  const current = position(now.stage);
  const step = (name: (typeof steps)[number], index: number) => html`
    <li class=${index < current ? "past" : ""} aria-current=${index === current ? "step" : nothing}>
      ${texts.stages[name].name}
    </li>
  `;
  return html`
    <div class="veil">
      <div class="card" part="progress">
        <p class="lead">${sentence(now, texts)}</p>
        <ol class="steps">
          ${steps.map(step)}
        </ol>
        ${bar(now, texts, language)}
        <button
          part="button"
          type="button"
          data-focus="busy"
          @click=${() => {
            session.jobs.cancel();
          }}
        >
          ${texts.studio.cancel}
        </button>
      </div>
    </div>
  `;
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

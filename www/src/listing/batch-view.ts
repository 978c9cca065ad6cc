// Shows the batch as text and progress bars.
import { html, nothing, render, type TemplateResult } from "lit";
import { en } from "reroom/element";
import type { Batch, Item } from "./batch.js";

/** The progress at each stage, from 0 to 1. */
const shares: Readonly<Record<Item["stage"], number>> = {
  planned: 0,
  preparing: 0.05,
  uploading: 0.1,
  waiting: 0.3,
  queued: 0.4,
  rendering: 0.65,
  done: 1,
};

/** Error codes whose message is more specific than the general advice. */
const specific = new Set<string>(["rejected", "invalid_image"]);

const share = ({ stage, sent = 0 }: Item) => shares[stage] + (stage === "uploading" ? sent * 0.2 : 0);

/** Ignores the second click of a double-click, because another button may have moved under the pointer. */
const once = (action: () => void) => (event: MouseEvent) => {
  if (event.detail < 2) action();
};

/** Renders the batch. `plan` lets the agent choose the photos of a new one. */
export function showBatch(place: HTMLElement, batch: Batch, plan: () => void): void {
  const { items } = batch;
  render(
    html`${items.length > 0 ? total(items) : nothing} ${actions(batch, items, plan)}
    ${
      items.length > 0
        ? html`<ul class="jobs">
            ${items.map((item) => job(batch, item))}
          </ul>`
        : nothing
    }`,
    place,
  );
}

/** Summarizes the batch for the page and for screen readers. */
export function inWords(items: readonly Item[]): string {
  const [done, failed] = [items.filter(({ stage }) => stage === "done"), items.filter(({ error }) => error)];
  const parts = [`${done.length} of ${items.length} photos ready`, failed.length > 0 ? `${failed.length} failed` : ""];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function total(items: readonly Item[]): TemplateResult {
  const value = items.reduce((sum, item) => sum + share(item), 0);
  return html`<div class="total">
    <label for="batch-total">${inWords(items)}</label>
    <progress id="batch-total" max=${items.length} .value=${value}></progress>
  </div>`;
}

function actions(batch: Batch, items: readonly Item[], plan: () => void): TemplateResult {
  const active = items.some((item) => item.active);
  const rest = items.filter(({ stage, error }) => stage !== "done" && !error);
  const canContinue = rest.some(({ stage, renderId }) => stage === "planned" || renderId !== undefined);
  const start = html`<button class=${items.length === 0 ? "primary" : ""} type="button" @click=${once(plan)}>
    ${items.length === 0 ? "Stage the gallery…" : "Stage more photos…"}
  </button>`;
  const stop = html`<button
    type="button"
    @click=${once(() => {
      batch.stop();
    })}
  >
    Stop
  </button>`;
  // Renders that may have been paid for are left out. The user must check each of them.
  const failed = items.filter(({ error }) => error && error.code !== "outcome_unknown");
  const retry = html`<button
    class="primary"
    type="button"
    @click=${once(() => {
      for (const { photo } of failed) batch.again(photo);
    })}
  >
    Retry failed photos
  </button>`;
  const resume = html`<button
    class="primary"
    type="button"
    @click=${once(() => {
      batch.goOn();
    })}
  >
    Continue
  </button>`;
  return html`<div class="actions">
    ${active ? stop : canContinue ? resume : [failed.length > 1 ? retry : nothing, start]}
  </div>`;
}

function job(batch: Batch, item: Item): TemplateResult {
  const { name, photo, error } = item;
  const state = error ? "failed" : item.stage === "done" ? "done" : item.active ? "active" : "idle";
  const label = item.offer ? "Use the new photo" : again(item);
  const act = () => {
    if (item.offer) batch.accept(photo);
    else batch.again(photo);
  };
  return html`<li class="job ${state}" data-job=${photo}>
    <span class="job-name" id="job-${photo}">${name}</span>
    <span class="job-state">${words(item)}</span>
    <progress max="1" .value=${error ? 0 : share(item)} aria-labelledby="job-${photo}"></progress>
    ${
      label ? html`<button type="button" aria-label="${label}: ${name}" @click=${once(act)}>${label}</button>` : nothing
    }
  </li>`;
}

function words({ stage, active, renderId, error, offer }: Item): string {
  if (error) {
    const { title, advice } = en.errors[error.code];
    return `${title}. ${specific.has(error.code) ? error.message : advice}`;
  }
  if (offer) return "Ready. The gallery shows the photo that you accepted in the meantime.";
  if (stage === "done") return "Ready in the gallery";
  if (stage === "planned") return active ? "Starting" : "Not submitted yet";
  if (active) return en.stages[stage].sentence;
  return renderId ? "In progress" : "Interrupted. The render may have been accepted. Check the account first.";
}

/** The label of the retry button; empty if there is nothing to retry. */
function again({ stage, active, renderId, error }: Item): string {
  if (active || stage === "done") return "";
  if (error?.code === "outcome_unknown") return "Submit again";
  if (error) return renderId && error.code !== "render_failed" ? "Check again" : "Try again";
  return stage === "planned" || renderId ? "" : "Submit again";
}

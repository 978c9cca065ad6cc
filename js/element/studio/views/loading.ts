// What is shown until the wasm has loaded, or if it could not be loaded.
import { html, type TemplateResult } from "lit";
import type { Texts } from "../../locales/texts.js";

export function loading({ studio, faults, remedies }: Texts, failed: boolean, retry: () => void): TemplateResult {
  if (!failed) return html`<p class="starting" aria-busy="true">${studio.starting}</p>`;
  const { title, advice } = faults.notLoaded;
  return html`<div class="notice bad" part="notice" role="alert">
    <p class="lead">${title}</p>
    <p>${advice}</p>
    <button part="button" type="button" @click=${retry}>${remedies.retry}</button>
  </div>`;
}

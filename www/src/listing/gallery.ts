// The photos of the gallery: the original or a comparison with the result.
import { html, nothing, render, type TemplateResult } from "lit";
import type { ListingPhoto } from "./photos.js";
import { smaller } from "./responsive.js";
import type { Result, Shelf } from "./shelf.js";

/** Where a photo is in the gallery. */
export interface Position {
  readonly index: number;
  readonly count: number;
  /** The market of the listing, or an empty string. */
  readonly market: string;
}

/** Renders the photo of a card and the button that enlarges it. */
export function showCard(
  card: HTMLElement,
  photo: ListingPhoto,
  shelf: Shelf,
  { index, count, market }: Position,
  enlarge: () => void,
): void {
  const result = shelf.results[photo.id];
  const picture = card.querySelector<HTMLElement>(".picture");
  if (!picture) return;
  for (const plain of picture.querySelectorAll<HTMLElement>(":scope > img, :scope > .caption"))
    plain.hidden = result !== undefined;
  const broken = () => {
    // The result no longer loads, for example after the sandbox has restarted.
    shelf.drop(photo.id);
  };
  render(
    html`${result ? comparison(photo, result, market, broken) : nothing}
      <button
        class="enlarge ${result ? "" : "whole"}"
        type="button"
        aria-label="Enlarge photo ${index + 1} of ${count}: ${photo.name}"
        @click=${enlarge}
      >
        <span class="badge"
          >${index + 1} of ${count}
          <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M9.5 2H14v4.5M14 2 9 7M6.5 14H2V9.5M2 14l5-5" /></svg
        ></span>
      </button>`,
    placeIn(picture),
  );
}

function placeIn(picture: HTMLElement): HTMLElement {
  const found = picture.querySelector<HTMLElement>(".shown");
  if (found) return found;
  const place = document.createElement("div");
  place.className = "shown";
  picture.append(place);
  return place;
}

function comparison(
  { src, alt }: ListingPhoto,
  { before, after, width, height, renders }: Result,
  market: string,
  broken: () => void,
): TemplateResult {
  return html`<reroom-compare
    before-src=${smaller(before)}
    after-src=${smaller(after)}
    alt=${alt}
    width=${width}
    height=${height}
    original-href=${src}
    market=${market}
    .renders=${renders}
    @error=${broken}
  ></reroom-compare>`;
}

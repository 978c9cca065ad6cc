// The photos of the gallery: the original or a comparison with the result, and buttons.
import { html, nothing, render, type TemplateResult } from "lit";
import { exportPair, type ExportedPair } from "reroom/element";
import { byId } from "../dom.js";
import type { ListingPhoto } from "./photos.js";
import type { Result, Shelf } from "./shelf.js";

/** Actions of the gallery's buttons. */
export interface GalleryActions {
  /** Opens the studio for a photo. */
  readonly stage: (photo: ListingPhoto) => void;
  /** Announces a text to screen readers. */
  readonly announce: (text: string) => void;
}

/** Renders the photo and the buttons of one card. */
export function showCard(card: HTMLElement, photo: ListingPhoto, shelf: Shelf, actions: GalleryActions): void {
  const result = shelf.results[photo.id];
  // Removes a result that no longer loads, for example after the sandbox has restarted.
  showPicture(card, photo, result, () => {
    shelf.place(photo.id, undefined);
  });
  const tools = card.querySelector<HTMLElement>(".tools");
  if (tools) render(result ? staged(photo, result, shelf, actions) : plain(photo, actions), tools);
}

/** Replaces the photo with the comparison while there is a result. */
function showPicture(card: HTMLElement, photo: ListingPhoto, result: Result | undefined, gone: () => void): void {
  const picture = card.querySelector<HTMLElement>(".picture");
  const place = picture?.querySelector<HTMLElement>(".altered") ?? document.createElement("div");
  place.className = "altered";
  picture?.append(place);
  for (const plain of picture?.querySelectorAll<HTMLElement>(":scope > :not(.altered)") ?? [])
    plain.hidden = result !== undefined;
  render(result ? comparison(photo, result, gone) : nothing, place);
}

function comparison(
  { src, alt }: ListingPhoto,
  { before, after, width, height, renders }: Result,
  gone: () => void,
): TemplateResult {
  return html`<reroom-compare
    before-src=${before}
    after-src=${after}
    alt=${alt}
    width=${width}
    height=${height}
    original-href=${src}
    .renders=${renders}
    @error=${gone}
  ></reroom-compare>`;
}

function plain(photo: ListingPhoto, { stage }: GalleryActions): TemplateResult {
  return html`<button
    class="stage"
    type="button"
    aria-describedby="${photo.id}-title"
    @click=${() => {
      stage(photo);
    }}
  >
    ${photo.invitation}
  </button>`;
}

function staged(photo: ListingPhoto, result: Result, shelf: Shelf, actions: GalleryActions): TemplateResult {
  const described = `${photo.id}-title`;
  const restore = () => {
    shelf.place(photo.id, undefined);
    actions.announce(`${photo.name}: original restored.`);
  };
  const download = () => {
    void save(photo, result).then(
      ({ credentials }) => {
        noteDownload(credentials === "removed" ? `${photo.name}: saved without Content Credentials.` : "");
      },
      () => {
        noteDownload(`${photo.name}: the photos could not be downloaded.`);
      },
    );
  };
  return html`${plain({ ...photo, invitation: "Try another" }, actions)}
    <button type="button" aria-describedby=${described} @click=${download}>Download pair</button>
    <button class="quiet" type="button" aria-describedby=${described} @click=${restore}>Restore original</button>`;
}

const noteDownload = (text: string) => {
  byId("download-note", HTMLElement).textContent = text;
};

/** Saves the original and the altered photo, which is marked in its metadata and labeled if the checkbox is set. */
async function save({ id, src }: ListingPhoto, { after, renders }: Result): Promise<ExportedPair> {
  const wanted = document.querySelector<HTMLInputElement>("#burn")?.checked ?? false;
  const pair = await exportPair({ original: src, altered: after, name: id, label: wanted, renders });
  for (const file of [pair.original, pair.altered]) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(link.href);
    }, 60_000);
  }
  return pair;
}

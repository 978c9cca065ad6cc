// The photos: each as it is, or beside what was made of it, with what can be done to it.
import { html, nothing, render, type TemplateResult } from "lit";
import { exportPair, type ExportedPair } from "reroom/element";
import { byId } from "../dom.js";
import type { ListingPhoto } from "./photos.js";
import type { Result, Shelf } from "./shelf.js";

/** What the gallery calls for. */
export interface GalleryActions {
  /** Opens the studio on a photo. */
  readonly stage: (photo: ListingPhoto) => void;
  /** Says something to those who do not see it. */
  readonly announce: (text: string) => void;
}

/** Draws the photo of one card, and its buttons. */
export function showCard(card: HTMLElement, photo: ListingPhoto, shelf: Shelf, actions: GalleryActions): void {
  const result = shelf.results[photo.id];
  // Such as after a new start of the sandbox, which keeps nothing.
  showPicture(card, photo, result, () => {
    shelf.place(photo.id, undefined);
  });
  const tools = card.querySelector<HTMLElement>(".tools");
  if (tools) render(result ? staged(photo, result, shelf, actions) : plain(photo, actions), tools);
}

/** The photo stands in the page; what was made of it takes its place, and gives it back. */
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
  { src, alt, disclosure }: ListingPhoto,
  { before, after, width, height }: Result,
  gone: () => void,
): TemplateResult {
  return html`<reroom-compare
    before-src=${before}
    after-src=${after}
    alt=${alt}
    width=${width}
    height=${height}
    original-href=${src}
    disclosure-text=${disclosure ?? ""}
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
  const takeBack = () => {
    shelf.place(photo.id, undefined);
    actions.announce(`${photo.name}: the photo as it was.`);
  };
  const download = () => {
    void save(photo, result).then(
      ({ credentials }) => {
        noteDownload(credentials === "removed" ? `${photo.name}: saved without the Content Credentials.` : "");
      },
      () => {
        noteDownload(`${photo.name}: the pictures could not be downloaded.`);
      },
    );
  };
  return html`${plain({ ...photo, invitation: "Try another" }, actions)}
    <button type="button" aria-describedby=${described} @click=${download}>Download pair</button>
    <button class="quiet" type="button" aria-describedby=${described} @click=${takeBack}>Take it back</button>`;
}

const noteDownload = (text: string) => {
  byId("download-note", HTMLElement).textContent = text;
};

/** Saves the original and the altered photo, the latter marked in its metadata, and labelled where that is asked for. */
async function save({ id, src, disclosure }: ListingPhoto, { after }: Result): Promise<ExportedPair> {
  const wanted = document.querySelector<HTMLInputElement>("#burn")?.checked ?? false;
  const pair = await exportPair({ original: src, altered: after, name: id, label: wanted && (disclosure ?? true) });
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

// The agent's buttons below a photo: stage, download, restore, undo.
import { html, nothing, render, type TemplateResult } from "lit";
import { exportPair, type ExportedPair } from "reroom/element";
import { byId } from "../dom.js";
import { chosenMarket } from "./market.js";
import type { ListingPhoto } from "./photos.js";
import type { Result, Shelf } from "./shelf.js";

/** Actions of the buttons. */
export interface CardActions {
  /** Opens the studio for a photo. */
  readonly stage: (photo: ListingPhoto) => void;
  /** Announces a text to screen readers. */
  readonly announce: (text: string) => void;
}

/** Renders the buttons of a card. */
export function showTools(place: HTMLElement, photo: ListingPhoto, shelf: Shelf, actions: CardActions): void {
  const result = shelf.results[photo.id];
  render(
    html`${stageButton(photo, result ? "Try another" : photo.invitation, actions)}
    ${result ? [downloadButton(photo, result), restoreButton(photo, shelf, actions)] : nothing}
    ${shelf.canUndo(photo.id) ? undoButton(photo, shelf, actions) : nothing}`,
    place,
  );
}

function stageButton(photo: ListingPhoto, label: string, { stage }: CardActions): TemplateResult {
  return html`<button
    class="stage"
    type="button"
    aria-describedby="${photo.id}-title"
    @click=${() => {
      stage(photo);
    }}
  >
    ${label}
  </button>`;
}

function downloadButton(photo: ListingPhoto, result: Result): TemplateResult {
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
  return html`<button type="button" aria-describedby="${photo.id}-title" @click=${download}>Download pair</button>`;
}

function restoreButton(photo: ListingPhoto, shelf: Shelf, { announce }: CardActions): TemplateResult {
  const restore = (event: Event) => {
    const place = (event.currentTarget as HTMLElement).parentElement;
    shelf.place(photo.id, undefined);
    // The clicked button is gone.
    place?.querySelector<HTMLElement>(".undo")?.focus();
    announce(`${photo.name}: original restored. You can undo this.`);
  };
  return html`<button class="quiet" type="button" aria-describedby="${photo.id}-title" @click=${restore}>
    Restore original
  </button>`;
}

function undoButton(photo: ListingPhoto, shelf: Shelf, { announce }: CardActions): TemplateResult {
  const undo = (event: Event) => {
    const place = (event.currentTarget as HTMLElement).parentElement;
    shelf.undo(photo.id);
    if (!shelf.canUndo(photo.id)) place?.querySelector<HTMLElement>("button")?.focus();
    announce(`${photo.name}: the previous photo is back.`);
  };
  return html`<button class="quiet undo" type="button" aria-describedby="${photo.id}-title" @click=${undo}>
    Undo
  </button>`;
}

const noteDownload = (text: string) => {
  byId("download-note", HTMLElement).textContent = text;
};

/**
 * Saves the original and the altered photo, which is marked in its metadata. The market decides about labels. Without one, the photo
 * is labeled if the checkbox is set.
 */
async function save({ id, src }: ListingPhoto, { after, renders }: Result): Promise<ExportedPair> {
  const label = document.querySelector<HTMLInputElement>("#burn")?.checked ?? false;
  const market = chosenMarket();
  const how = market ? { market, originalUrl: new URL(src, location.href).href } : { label };
  const pair = await exportPair({ original: src, altered: after, name: id, renders, ...how });
  const { original, altered, labeledAltered } = pair;
  for (const file of [original, altered, ...(labeledAltered ? [labeledAltered] : [])]) {
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

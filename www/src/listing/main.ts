// The listing page: connects the gallery, the batch, and the studio dialog.
import "reroom/element/define";
import init from "reroom";
import { connect, storageUnder } from "../connection.js";
import { byId } from "../dom.js";
import { Batch } from "./batch.js";
import { inWords, showBatch } from "./batch-view.js";
import { StageDialog } from "./dialog.js";
import { showCard } from "./gallery.js";
import { photosOf } from "./photos.js";
import { Shelf } from "./shelf.js";

const announce = (text: string) => {
  byId("announce", HTMLElement).textContent = text;
};

/** The batch and the studio have separate lists of pending renders. */
const clientFor = (part: "batch" | "studio") =>
  connect({ kind: "sandbox" }, { storage: storageUnder(`sandbox.listing.${part}`) });

async function start(): Promise<void> {
  await init();
  const shelf = new Shelf();
  const photos = photosOf(document);
  const card = (id: string) => document.querySelector<HTMLElement>(`[data-photo="${id}"]`);
  const dialog = new StageDialog(clientFor("studio"), shelf, (id) => {
    card(id)?.scrollIntoView({ block: "nearest" });
    card(id)?.querySelector<HTMLElement>("button")?.focus();
    announce(`${photos.find((photo) => photo.id === id)?.name ?? "The photo"}: the new photo is in the gallery.`);
  });
  const actions = {
    announce,
    stage: dialog.open.bind(dialog),
  };
  const show = () => {
    for (const photo of photos) {
      const place = card(photo.id);
      if (place) showCard(place, photo, shelf, actions);
    }
    showBatch(byId("batch-view", HTMLElement), batch);
    if (batch.items.some(({ active }) => active)) announce(inWords(batch.items));
  };
  const batch = new Batch(clientFor("batch"), shelf, photos, show);
  shelf.subscribe(show);
  show();
  batch.resume();
}

void start();

// The agent's tools: the studio, the batch, and downloads. This module loads when they are switched on.
import "reroom/element/define";
import "reroom/heic";
import init from "reroom";
import { connect, storageUnder } from "../connection.js";
import { byId } from "../dom.js";
import { Batch } from "./batch.js";
import { inWords, showBatch } from "./batch-view.js";
import { showTools } from "./card-tools.js";
import { ConfirmDialog } from "./confirm.js";
import { StageDialog } from "./dialog.js";
import type { ListingPhoto } from "./photos.js";
import type { Shelf } from "./shelf.js";

/** The batch and the studio have separate lists of pending renders. */
const clientFor = (part: "batch" | "studio") =>
  connect({ kind: "sandbox" }, { storage: storageUnder(`sandbox.listing.${part}`) });

/** Sets up the tools and resumes waiting for renders. Resolves to a function that renders the tools. */
export async function startAgent(shelf: Shelf, photos: readonly ListingPhoto[]): Promise<() => void> {
  await init();
  const announce = (text: string) => {
    byId("announce", HTMLElement).textContent = text;
  };
  const card = (id: string) => document.querySelector<HTMLElement>(`[data-photo="${id}"]`);
  const dialog = new StageDialog(clientFor("studio"), shelf, (id) => {
    card(id)?.scrollIntoView({ block: "nearest" });
    card(id)?.querySelector<HTMLElement>(".stage")?.focus();
    announce(`${photos.find((photo) => photo.id === id)?.name ?? "The photo"}: the new photo is in the gallery.`);
  });
  const actions = { announce, stage: dialog.open.bind(dialog) };
  const client = clientFor("batch");
  const show = () => {
    for (const photo of photos) {
      const place = card(photo.id)?.querySelector<HTMLElement>(".tools");
      if (place) showTools(place, photo, shelf, actions);
    }
    showBatch(byId("batch-view", HTMLElement), batch, confirm.open.bind(confirm));
    if (batch.items.some(({ active }) => active)) announce(inWords(batch.items));
  };
  const batch = new Batch(client, shelf, photos, show);
  const confirm = new ConfirmDialog(
    photos,
    shelf,
    async () => (await client.account()).credits,
    (ids) => {
      batch.start(ids);
    },
  );
  batch.resume();
  return show;
}

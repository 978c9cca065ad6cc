// The listing page: the gallery for visitors. The agent's tools load when they are switched on.
import { ReRoomCompare } from "reroom/element";
import { setUpSwitch } from "./agent-switch.js";
import { showCard } from "./gallery.js";
import { Lightbox } from "./lightbox.js";
import { chosenMarket, setUpMarket, showMarket } from "./market.js";
import { photosOf } from "./photos.js";
import { Shelf } from "./shelf.js";

if (!customElements.get("reroom-compare")) customElements.define("reroom-compare", ReRoomCompare);

const shelf = new Shelf();
const photos = photosOf(document);
const lightbox = new Lightbox(photos, shelf);
let agent: Promise<void> | undefined;

function showGallery(): void {
  for (const [index, photo] of photos.entries()) {
    const card = document.querySelector<HTMLElement>(`[data-photo="${photo.id}"]`);
    const enlarge = () => {
      lightbox.open(index);
    };
    const position = { index, count: photos.length, market: chosenMarket() };
    if (card) showCard(card, photo, shelf, position, enlarge);
  }
  showMarket(photos, shelf);
}

/** Waits for the first photo, so that nothing else competes for a slow connection. */
async function firstPhoto(): Promise<void> {
  const image = document.querySelector<HTMLImageElement>(".lead img");
  if (!image || image.complete) return;
  await new Promise((done) => {
    image.addEventListener("load", done);
    image.addEventListener("error", done);
  });
}

function startAgent(): void {
  agent ??= import("./agent.js").then(async (module) => {
    const show = await module.startAgent(shelf, photos);
    shelf.subscribe(show);
    show();
  });
}

void firstPhoto().then(() => {
  shelf.subscribe(showGallery);
  showGallery();
  setUpMarket(showGallery);
  setUpSwitch((on) => {
    if (on) startAgent();
  });
});

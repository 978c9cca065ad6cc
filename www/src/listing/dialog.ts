// The studio in a dialog, with a separate studio for each opened photo. Closing the dialog does not cancel renders.
import type { ReRoom, Render } from "reroom";
import type { ReRoomStudio } from "reroom/element";
import { byId } from "../dom.js";
import { chosenMarket } from "./market.js";
import type { ListingPhoto } from "./photos.js";
import { resultOf } from "./result.js";
import type { Shelf } from "./shelf.js";

/** Opens the studio for a photo; calls `used` with the photo's ID when its result was accepted. */
export class StageDialog {
  readonly #dialog = byId("stage", HTMLDialogElement);
  readonly #studios = new Map<string, ReRoomStudio>();
  readonly #client: ReRoom;
  readonly #shelf: Shelf;
  readonly #used: (photo: string) => void;

  constructor(client: ReRoom, shelf: Shelf, used: (photo: string) => void) {
    this.#client = client;
    this.#shelf = shelf;
    this.#used = used;
    byId("close-stage", HTMLButtonElement).addEventListener("click", () => {
      this.#dialog.close();
    });
  }

  open(photo: ListingPhoto): void {
    const studio = this.#studios.get(photo.id) ?? this.#make(photo);
    studio.market = chosenMarket();
    byId("stage-title", HTMLElement).textContent = photo.name;
    byId("stage-body", HTMLElement).replaceChildren(studio);
    this.#dialog.showModal();
  }

  #make(photo: ListingPhoto): ReRoomStudio {
    const studio = document.createElement("reroom-studio");
    const { src, tools, preset } = photo;
    Object.assign(studio, { client: this.#client, src, tools, preset });
    // A render can outlive the page, so its result belongs to the photo it was submitted for.
    studio.addEventListener("reroom-progress", ({ detail }) => {
      if (detail.renderId !== undefined) this.#shelf.own(detail.renderId, photo.id);
    });
    studio.addEventListener("reroom-accept", ({ detail }) => {
      const owner = this.#shelf.ownerOf(detail.render._id) ?? photo.id;
      const { render, renders } = detail;
      void resultOf(render, renders, originalOf(studio, render)).then((result) => {
        if (!result) return;
        this.#shelf.place(owner, result);
        this.#dialog.close();
        this.#used(owner);
      });
    });
    this.#studios.set(photo.id, studio);
    return studio;
  }
}

/** Returns the photo that the first render altered, in the crop that the service received. */
function originalOf({ results }: ReRoomStudio, { _id }: Render): string | undefined {
  let first = results.find(({ renderId }) => renderId === _id);
  for (let parent = first; parent; parent = results.find(({ id }) => id === parent?.parent)) first = parent;
  return first?.render?.source;
}

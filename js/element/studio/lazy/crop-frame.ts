// The frame over a photo that is cropped: its position while the user moves it.
import type { CropBox, Photo, Studio } from "../../../studio/index.js";
import { FileUrl } from "../../compare/file-url.js";
import { capturePointer } from "../../viewer/capture-pointer.js";
import { clamp } from "../../viewer/viewport.js";
import { isVertical, type CroppedPhoto } from "../cropped.js";

/** Moves the frame. A crop cuts off one dimension only, so it has one coordinate: its start, in fractions of the photo. */
export class CropFrame {
  /** Ids of photos whose original the browser cannot display. */
  readonly #hidden = new Set<string>();
  readonly #url = new FileUrl();
  /** Where the user moved the frame of a photo, until the photo has been prepared with it. */
  #moved: { readonly id: string; readonly start: number } | undefined;
  readonly #onChange: () => void;

  /** `onChange` must render the frame. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The URL of the original. Empty if it cannot be displayed. */
  urlOf({ id, original }: CroppedPhoto): string {
    return this.#hidden.has(id) ? "" : this.#url.of(original);
  }

  /** Shows the prepared photo instead of the original. */
  hide({ id }: Photo): void {
    this.#hidden.add(id);
    this.#onChange();
  }

  /** Releases the URL of the original. */
  release(): void {
    this.#url.revoke();
  }

  /** The frame, where the user moved it. */
  boxOf(photo: CroppedPhoto): CropBox {
    const { kept, id } = photo;
    if (this.#moved?.id !== id) return kept;
    return isVertical(photo) ? { ...kept, y: this.#moved.start } : { ...kept, x: this.#moved.start };
  }

  /** Moves the frame. The photo is not prepared yet. */
  move(photo: CroppedPhoto, start: number): void {
    this.#moved = { id: photo.id, start: clamp(start, 0, freeOf(photo)) };
    this.#onChange();
  }

  /** Prepares the photo with the frame where it is. */
  async apply(studio: Studio, photo: CroppedPhoto): Promise<void> {
    const moved = this.#moved;
    if (!moved) return;
    const { x, y, width, height } = this.boxOf(photo);
    await studio.setCrop({ fit: "crop", focus: { x: x + width / 2, y: y + height / 2 } });
    if (this.#moved === moved) this.#moved = undefined;
    this.#onChange();
  }

  /** Drags the frame until the pointer is released. */
  drag(event: PointerEvent, studio: Studio, photo: CroppedPhoto): void {
    const target = event.currentTarget as SVGElement;
    if (event.button !== 0 || !event.isPrimary) return;
    const whole = target.getBoundingClientRect();
    const vertical = isVertical(photo);
    const positionOf = (at: PointerEvent) =>
      vertical ? (at.clientY - whole.top) / whole.height : (at.clientX - whole.left) / whole.width;
    const { x, y, width, height } = this.boxOf(photo);
    const [start, length] = vertical ? [y, height] : [x, width];
    const from = positionOf(event);
    // Outside the frame, it moves its center to the pointer.
    const offset = from < start || from > start + length ? length / 2 : from - start;
    const listeners = new AbortController();
    const { signal } = listeners;
    const moveTo = (at: PointerEvent) => {
      this.move(photo, positionOf(at) - offset);
    };
    const end = (at: PointerEvent, handle: () => void) => {
      if (at.pointerId !== event.pointerId) return;
      listeners.abort();
      handle();
    };
    capturePointer(target, event.pointerId);
    target.addEventListener("pointermove", moveTo, { signal });
    target.addEventListener(
      "pointerup",
      (at) => {
        end(at, () => {
          moveTo(at);
          void this.apply(studio, photo);
        });
      },
      { signal },
    );
    target.addEventListener(
      "pointercancel",
      (at) => {
        end(at, () => {
          this.#moved = undefined;
          this.#onChange();
        });
      },
      { signal },
    );
  }
}

/** How far the frame can move, in fractions of the photo. */
export const freeOf = ({ kept }: CroppedPhoto): number => 1 - Math.min(kept.width, kept.height);

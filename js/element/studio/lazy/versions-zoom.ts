// Zooms and pans results side by side together.
import { PanZoom } from "../../viewer/pan-zoom.js";
import type { View } from "../../viewer/viewport.js";

/** The zoom of the results on display. It handles the events of their tiles. */
export class VersionsZoom implements EventListenerObject {
  readonly #onChange: () => void;
  #panZoom: PanZoom;
  /** Ids of the results on display. */
  #ids: readonly string[] = [];
  /** The view when a pointer was pressed. */
  #pressed: View | undefined;

  /** `onChange` must render the results. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#panZoom = this.#create();
  }

  /** Returns the zoom of these results. Other results than before are shown whole. */
  for(ids: readonly string[]): PanZoom {
    if (!ids.some((id) => this.#ids.includes(id))) this.#panZoom = this.#create();
    this.#ids = ids;
    return this.#panZoom;
  }

  handleEvent(event: Event): void {
    const panZoom = this.#panZoom;
    if (event.type === "keydown") {
      if (panZoom.handleKeydown(event as KeyboardEvent, true)) event.preventDefault();
      return;
    }
    if (event.type === "pointerdown" && (event as PointerEvent).isPrimary) this.#pressed = panZoom.view;
    const tile = event.currentTarget as Element;
    panZoom.handleEvent(event, tile.querySelector(".window") ?? tile);
  }

  /** Whether a click on a tile ends a drag. */
  endsDrag({ detail }: MouseEvent): boolean {
    return detail > 0 && this.#pressed !== undefined && this.#pressed !== this.#panZoom.view;
  }

  #create(): PanZoom {
    return new PanZoom({ wheelZooms: () => false, takes: () => false, onChange: this.#onChange });
  }
}

// Loads the zoom of a comparison on demand.
import { adoptStyles, type CSSResultOrNative } from "lit";
import { drag } from "./drag.js";
import type { Comparison, Zoom } from "./zoom.js";

/** The zoom, once it has loaded. */
export class LazyZoom {
  readonly #element: Comparison;
  readonly #styles: readonly CSSResultOrNative[];
  #zoom: Zoom | undefined;
  #isLoading = false;

  /** `styles` are the styles of the element. */
  constructor(element: Comparison, styles: readonly CSSResultOrNative[]) {
    this.#element = element;
    this.#styles = styles;
  }

  /** Returns the zoom, or starts loading it. */
  get(): Zoom | undefined {
    if (!this.#isLoading) this.#load();
    return this.#zoom;
  }

  stop(): void {
    this.#zoom?.stop();
  }

  /** If it cannot be loaded, the comparison works without zoom. */
  #load(): void {
    const element = this.#element;
    this.#isLoading = true;
    void import("./zoom.js").then(
      ({ Zoom, styles }) => {
        adoptStyles(element.renderRoot as ShadowRoot, [...this.#styles, ...styles]);
        this.#zoom = new Zoom(element, drag);
        element.requestUpdate();
      },
      () => undefined,
    );
  }
}

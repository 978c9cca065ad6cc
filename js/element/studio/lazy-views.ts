// Loads views that many visits do not need, when they are first needed.
import type { LitElement } from "lit";
import type { Snapshot } from "../../studio/index.js";
import type { Lazy } from "./views/context.js";

/** Loads the views, and other functions that few visits need. */
export const loadLazy = () => import("./lazy/index.js");

/** Loads once. If that fails, the studio works with one photo at a time, crops the center, and shows one result at a time. */
export class LazyViews {
  #loaded: Lazy | undefined;
  #loading: Promise<void> | undefined;
  readonly #element: LitElement;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Returns the views. Loads them if the state needs them, or something else does. Undefined until they have loaded. */
  for({ photo, photos, results, earlier, fields }: Snapshot, needed: boolean): Lazy | undefined {
    const fitted = photo?.kept !== undefined || photo?.canPad || photo?.changes.includes("padded");
    const isNeeded =
      fitted ||
      earlier.length > 0 ||
      fields.some(({ field }) => field.control.kind === "urls") ||
      results.some(({ parent, group }) => parent !== undefined || group !== undefined) ||
      photos.length > 1 ||
      !photo !== (photos.length === 0) ||
      needed;
    if (isNeeded && !this.#loading) this.#loading = this.#load();
    return this.#loaded;
  }

  release(): void {
    this.#loaded?.frame.release();
  }

  async #load(): Promise<void> {
    const element = this.#element;
    const render = () => {
      element.requestUpdate();
    };
    try {
      const { CropFrame, VersionsZoom, styles, ...views } = await loadLazy();
      const sheets = styles.map(({ styleSheet }) => styleSheet).filter((sheet) => sheet !== undefined);
      (element.renderRoot as ShadowRoot).adoptedStyleSheets?.push(...sheets);
      this.#loaded = { frame: new CropFrame(render), zoom: new VersionsZoom(render), ...views };
      render();
    } catch {
      // The next photo tries again.
      this.#loading = undefined;
    }
  }
}

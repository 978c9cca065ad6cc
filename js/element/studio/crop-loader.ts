// Loads the crop frame with the first photo that is cropped.
import type { LitElement } from "lit";
import type { Photo } from "../../studio/index.js";
import { isCropped } from "./cropped.js";
import type { Cropping } from "./views/context.js";

/** Loads the frame once. Without it, the studio crops the center. */
export class CropLoader {
  #loaded: Cropping | undefined;
  #loading: Promise<void> | undefined;
  readonly #element: LitElement;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Returns the frame for a cropped photo. Undefined until it has loaded. */
  for(photo: Photo | undefined): Cropping | undefined {
    if (isCropped(photo) && !this.#loading) this.#loading = this.#load();
    return this.#loaded;
  }

  release(): void {
    this.#loaded?.frame.release();
  }

  async #load(): Promise<void> {
    try {
      const { CropFrame, cropFrame, styles } = await import("./crop/index.js");
      const element = this.#element;
      const render = () => {
        element.requestUpdate();
      };
      if (styles.styleSheet) (element.renderRoot as ShadowRoot).adoptedStyleSheets.push(styles.styleSheet);
      this.#loaded = { frame: new CropFrame(render), render: cropFrame };
      render();
    } catch {
      // The next photo tries again.
      this.#loading = undefined;
    }
  }
}

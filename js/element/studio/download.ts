// Downloads finished images.
import type { LitElement } from "lit";
import type { Result } from "../../studio/index.js";
import { emit } from "../events.js";
import type { SaveResult } from "./save.js";

/** Downloads the results of a studio, and remembers how the last download went. */
export class Downloads {
  readonly #element: LitElement;
  #last: { id: string; saved: SaveResult } | undefined;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Saves a finished image, shows how that went, and emits `reroom-download`. */
  async save({ id, after, render, name: photo }: Result): Promise<void> {
    const saved = await import("./save.js")
      .then(({ save }) => save(after, photo.replace(/\.\w+$/, "") || `reroom-${id}`))
      .catch((): SaveResult => ({ kind: "link", url: after }));
    this.#last = { id, saved };
    this.#element.requestUpdate();
    if (saved.kind === "link" || !render) return;
    const { name, marked, credentials } = saved;
    emit(this.#element, "reroom-download", { render, name, marked, credentials });
  }

  /** Returns what came of the last download, if it was of this result. */
  of({ id }: Result): SaveResult | undefined {
    return this.#last?.id === id ? this.#last.saved : undefined;
  }
}

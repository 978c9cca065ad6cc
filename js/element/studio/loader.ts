// Loads the wasm and the texts, and reports if that fails.
import init from "../../client/index.js";
import type { ReRoomError } from "../../client/index.js";
import { toReRoomError } from "../../studio/errors.js";
import { logError } from "../console.js";
import { emit } from "../events.js";
import { languageOf, loadTexts, textsFor, type Texts } from "../locales/index.js";
import type { StudioProperties } from "./properties.js";

/** Loads what a studio needs. */
export class Loader {
  readonly #element: StudioProperties;
  #failure: ReRoomError | undefined;
  #reported: ReRoomError | undefined;

  constructor(element: StudioProperties) {
    this.#element = element;
  }

  /** Whether the last attempt failed. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** The texts in the element's language, or English until they have loaded. */
  get texts(): Texts {
    const element = this.#element;
    const loaded = () => {
      element.requestUpdate();
    };
    return element.texts ?? textsFor(languageOf(element), loaded);
  }

  /** Loads the wasm, then calls `then`. Pages that host the wasm elsewhere call `init()` with its URL first. */
  async load(then: () => void): Promise<void> {
    const element = this.#element;
    this.#failure = undefined;
    try {
      // Load the language too, so the texts do not switch languages.
      await Promise.all([init(), element.texts ?? loadTexts(languageOf(element))]);
      then();
    } catch (error) {
      this.#report(toReRoomError(error));
    }
    element.requestUpdate();
  }

  /** Concurrent loads share one error, which is emitted once. */
  #report(error: ReRoomError): void {
    this.#failure = error;
    if (this.#reported === error) return;
    this.#reported = error;
    logError("reroom-studio", error);
    emit(this.#element, "reroom-error", { error, tool: undefined });
  }
}

// Where the keyboard goes when the studio shows something else.
import type { LitElement } from "lit";
import type { MaskPainter } from "../painter/mask-painter.js";
import { reveal } from "../page.js";
import type { Status } from "./jobs.js";

/** The selector of the control that answers a question. */
export const answerOf = (param: string): string => `[data-param="${param}"] :is(summary, textarea, input)`;

/** Moves the keyboard of one studio. */
export class Focus {
  /** The selector of what gets the keyboard after the next drawing. */
  next: string | undefined;
  #status: Status["kind"] = "idle";
  readonly #element: LitElement;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Puts the keyboard on the next step, where it was in the studio before or the next step was asked for. */
  move(status: Status["kind"]): void {
    const element = this.#element;
    const { activeElement } = element.getRootNode() as Document | ShadowRoot;
    const inside = activeElement === element || document.activeElement === document.body;
    if (status !== this.#status && status !== "idle" && inside)
      this.next ??= status === "done" ? "reroom-compare" : `[data-focus="${status}"]`;
    this.#status = status;
    if (this.next === undefined) return;
    const next = element.renderRoot.querySelector<HTMLElement>(this.next);
    this.next = undefined;
    // Not `instanceof`: the comparison may be of another copy of the package.
    if (next && "updateComplete" in next) {
      const comparison = next as LitElement;
      void comparison.updateComplete.then(() => {
        focusInside(comparison);
      });
      return;
    }
    next?.focus();
    // The button that stops is the last of its card.
    reveal(next?.closest(".card"));
  }
}

/** Puts the keyboard on the photo to paint on, once the painter is loaded. */
export async function focusPainter(painter: MaskPainter): Promise<void> {
  await customElements.whenDefined(painter.localName);
  await painter.updateComplete;
  painter.focus();
}

/** The slider of the comparison; scrolling there would move the picture under the pointer. */
function focusInside(element: LitElement): void {
  element.renderRoot.querySelector("input")?.focus({ preventScroll: true });
}

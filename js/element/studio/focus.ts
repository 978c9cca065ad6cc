// Moves focus when the studio's view changes.
import type { LitElement } from "lit";
import type { MaskPainter } from "../painter/mask-painter.js";
import { scrollToShow } from "../dom.js";
import type { Snapshot } from "../../studio/index.js";

/** Selectors of places to move focus to. */
const places = {
  photo: '[data-focus="photo"]',
  options: ".tools :is(summary, :checked), .options :is(summary, textarea, input), [data-action=submit]",
  form: ".options :is(summary, textarea, input), [data-action=submit]",
  accept: "[data-action=accept]",
  versions: ".variants button",
  shown: "reroom-compare, .variants button, [data-action=download]",
};

/** A place to move focus to. */
export type Place = keyof typeof places;

/** What the studio shows. Focus moves when it changes. */
type Scene = "idle" | "busy" | "failed" | "done";

const sceneOf = ({ job, shown }: Snapshot): Scene => (job.kind === "idle" && shown.length > 0 ? "done" : job.kind);

/** Selectors of what gets focus. */
const targets: Readonly<Record<Scene, string>> = {
  idle: '[data-focus="photo"]',
  busy: '[data-focus="busy"]',
  failed: '[data-focus="failed"]',
  done: places.shown,
};

/** Whether an element can no longer have focus. */
const isLost = (element: Element | null): boolean =>
  element !== null && (!element.isConnected || element.matches(":disabled, [inert], [hidden]"));

/** Manages the focus of one studio. */
export class Focus {
  /** Selector of the element to focus after the next render. */
  #next: string | undefined;
  #scene: Scene = "idle";
  #undo: Snapshot["undo"];
  /** What had focus before the render. */
  #held: Element | null = null;
  readonly #element: LitElement;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Moves focus to a place after the next render. */
  on(place: Place): void {
    this.#focus(places[place]);
  }

  /** Moves focus to a form field after the next render. */
  onField(param: string): void {
    this.#focus(`[data-param="${param}"] :is(summary, textarea, input:not([hidden]), button)`);
  }

  /** Moves focus to the tile of a result after the next render. */
  onResult(id: string): void {
    this.#focus(`[data-result="${id}"]`);
  }

  #focus(selector: string): void {
    this.#next = selector;
    this.#element.requestUpdate();
  }

  /** Remembers what has focus. Call it before each render. */
  remember(): void {
    this.#held = (this.#element.renderRoot as ShadowRoot).activeElement;
  }

  /** Focuses the next step, if focus was in the studio or a place is chosen. If the focused element is gone, replaces it. */
  move(state: Snapshot): void {
    const scene = sceneOf(state);
    const element = this.#element;
    const { activeElement } = element.getRootNode() as Document | ShadowRoot;
    const inside = activeElement === element || document.activeElement === document.body;
    const changed = scene !== this.#scene && scene !== "idle" && inside;
    if (changed || isLost(this.#held))
      this.#next ??= state.undo && state.undo !== this.#undo ? "[data-action=undo]" : targets[scene];
    this.#scene = scene;
    this.#undo = state.undo;
    if (this.#next === undefined) return;
    const found = [...element.renderRoot.querySelectorAll<HTMLElement>(this.#next)];
    // Some buttons have two places, of which the size of the studio hides one. jsdom cannot tell.
    const next = found.find((each) => each.checkVisibility?.() ?? true);
    // While a photo is checked, its buttons are missing.
    if (!next && state.opening) return;
    this.#next = undefined;
    // Not `instanceof`: the comparison may come from another copy of the package.
    if (next && "updateComplete" in next) {
      const comparison = next as LitElement;
      void comparison.updateComplete.then(() => {
        focusSlider(comparison);
      });
      return;
    }
    next?.focus();
    // The focused button is at the bottom of its card: show the whole card.
    scrollToShow(next?.closest(".card"));
  }
}

/** Focuses the mask painter once it has loaded. */
export async function focusPainter(painter: MaskPainter): Promise<void> {
  await customElements.whenDefined(painter.localName);
  await painter.updateComplete;
  painter.focus();
}

/** Focuses the comparison's slider without scrolling, so the image stays in place. */
function focusSlider(element: LitElement): void {
  element.renderRoot.querySelector("input")?.focus({ preventScroll: true });
}

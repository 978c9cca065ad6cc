// Shows a part of an element full screen: with the Fullscreen API, or as an overlay if the browser has none, as on iPhones.

/** The elements that Tab reaches. In a group of radio buttons, that is only the checked one. */
const TABBABLE = 'button, input:not([type="radio"]), input:checked, [tabindex="0"]';

/** Closes on the back gesture of Android and on Escape. TypeScript has no type for it. */
interface CloseWatcher {
  onclose: (() => void) | null;
  destroy(): void;
}

/** Switches an element to full screen and back. */
export class FullScreen {
  #element: HTMLElement | undefined;
  /** Had focus before. */
  #opener: HTMLElement | null = null;
  #watcher: CloseWatcher | undefined;

  /** `onChange` must render the element with or without the class `full`. */
  constructor(private readonly onChange: () => void) {}

  get active(): boolean {
    return this.#element !== undefined;
  }

  /** Enters or leaves full screen. */
  toggle(element: HTMLElement): void {
    if (this.active) this.leave();
    else this.#enter(element);
  }

  leave(): void {
    const element = this.#element;
    if (!element) return;
    this.#element = undefined;
    element.removeEventListener("fullscreenchange", this.#onFullscreenChange);
    this.#watcher?.destroy();
    this.#watcher = undefined;
    if (isFullscreen(element)) document.exitFullscreen().catch(() => undefined);
    element.removeAttribute("popover");
    this.onChange();
    this.#opener?.focus({ preventScroll: true });
  }

  /** Leaves with Escape, and keeps Tab inside. Returns whether it handled the key. */
  handleKeydown({ key, shiftKey }: KeyboardEvent): boolean {
    if (!this.#element) return false;
    if (key === "Escape") this.leave();
    else if (key !== "Tab" || !wrapFocus(this.#element, shiftKey)) return false;
    return true;
  }

  #enter(element: HTMLElement): void {
    this.#element = element;
    this.#opener = focusedIn(element);
    this.onChange();
    element.addEventListener("fullscreenchange", this.#onFullscreenChange);
    if (!document.fullscreenEnabled) {
      this.#cover(element);
      return;
    }
    element.requestFullscreen({ navigationUI: "hide" }).catch(() => {
      if (this.#element === element) this.#cover(element);
    });
  }

  /** Covers the page. A popover is above everything else, whatever surrounds the element. */
  #cover(element: HTMLElement): void {
    element.popover = "manual";
    try {
      element.showPopover?.();
    } catch {
      // It is no longer connected.
    }
    const { CloseWatcher } = globalThis as { CloseWatcher?: new () => CloseWatcher };
    if (!CloseWatcher) return;
    this.#watcher = new CloseWatcher();
    this.#watcher.onclose = () => {
      this.leave();
    };
  }

  /** The browser leaves full screen on Escape and on its own buttons. */
  readonly #onFullscreenChange = (): void => {
    if (this.#element && !isFullscreen(this.#element)) this.leave();
  };
}

const rootOf = (element: Element) => element.getRootNode() as Document | ShadowRoot;

const isFullscreen = (element: Element) => rootOf(element).fullscreenElement === element;

const focusedIn = (element: Element) => rootOf(element).activeElement as HTMLElement | null;

/** Moves focus from the last element to the first, or the other way round. Returns whether it did. */
function wrapFocus(element: HTMLElement, backward: boolean): boolean {
  const reachable = [...element.querySelectorAll<HTMLElement>(TABBABLE)].filter(
    (each) => each.checkVisibility?.() ?? true,
  );
  const [first, last] = [reachable[0], reachable.at(-1)];
  const [from, to] = backward ? [first, last] : [last, first];
  if (focusedIn(element) !== from) return false;
  to?.focus();
  return true;
}

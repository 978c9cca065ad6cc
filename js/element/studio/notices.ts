// Tells the user about renders that finish while nobody watches: in the title of the page, and with a notification if the user
// wants one.
import type { LitElement } from "lit";
import type { Result, Studio } from "../../studio/index.js";
import { loadLazy } from "./lazy-views.js";
import type { NoticeText, UnseenResults } from "./lazy/unseen-results.js";

/** Announces finished renders outside of the page. */
export class Notices {
  readonly #element: LitElement;
  readonly #describe: (result: Result) => NoticeText;
  #unseen: Promise<UnseenResults> | undefined;

  constructor(element: LitElement, describe: (result: Result) => NoticeText) {
    this.#element = element;
    this.#describe = describe;
  }

  /** Whether the user can be asked for permission to notify, or will be notified. */
  get permission(): "off" | "ask" | "on" {
    if (!("Notification" in globalThis) || !globalThis.isSecureContext) return "off";
    const { permission } = Notification;
    return permission === "default" ? "ask" : permission === "granted" ? "on" : "off";
  }

  /** Asks for permission. */
  async ask(): Promise<void> {
    await Notification.requestPermission().catch(() => undefined);
    this.#element.requestUpdate();
  }

  /** Handles a finished render. */
  complete(studio: Studio, result: Result): void {
    if (result.state !== "done" && !document.hidden) return;
    const text = document.hidden && this.permission === "on" ? this.#describe(result) : undefined;
    this.#unseen ??= loadLazy().then(({ UnseenResults }) => new UnseenResults(studio));
    this.#unseen.then(
      (unseen) => {
        unseen.add(result, text);
      },
      () => {
        this.#unseen = undefined;
      },
    );
  }

  /** Updates the title when results have been seen. */
  update(): void {
    this.#change((unseen) => {
      unseen.update();
    });
  }

  /** Removes the count of this studio. */
  stop(): void {
    this.#change((unseen) => {
      unseen.clear();
    });
  }

  #change(change: (unseen: UnseenResults) => void): void {
    this.#unseen?.then(change, () => undefined);
  }
}

// Tells the user about renders that finish while nobody watches: in the title of the page, and with a notification if the user
// wants one.
import type { LitElement } from "lit";
import type { Result, Snapshot, Studio } from "../../studio/index.js";
import { countInTitle } from "./title.js";

/** What a notification says. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** Announces finished renders outside of the page. */
export class Notices {
  readonly #element: LitElement;
  readonly #describe: (result: Result) => NoticeText;
  /** Finished results that the user has not seen. */
  readonly #unseen = new Map<string, Result>();
  #studio: Studio | undefined;

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
    this.#studio = studio;
    if (result.state !== "done" && !document.hidden) return;
    this.#unseen.set(result.id, result);
    document.addEventListener("visibilitychange", this.#onVisible);
    this.#count();
    if (document.hidden && this.permission === "on") this.#notify(studio, result);
  }

  /** Updates the title when results have been seen. */
  update(state: Snapshot): void {
    if (this.#unseen.size === 0 || document.hidden) return;
    for (const result of this.#unseen.values()) if (!isNew(result, state)) this.#unseen.delete(result.id);
    this.#count();
  }

  /** Removes the count of this studio. */
  stop(): void {
    this.#unseen.clear();
    this.#count();
  }

  readonly #onVisible = (): void => {
    if (this.#studio) this.update(this.#studio.getSnapshot());
  };

  #count(): void {
    countInTitle(this, this.#unseen.size);
    if (this.#unseen.size === 0) document.removeEventListener("visibilitychange", this.#onVisible);
  }

  #notify(studio: Studio, result: Result): void {
    const { title, body } = this.#describe(result);
    try {
      const notification = new Notification(title, { body, tag: result.id });
      notification.onclick = () => {
        notification.close();
        window.focus();
        const { photos } = studio.getSnapshot();
        if (!photos.some(({ id, selected }) => selected && id === result.photoId)) studio.select(result.photoId);
        studio.show(result.id);
      };
    } catch {
      // On Android, only a service worker can notify.
    }
  }
}

/** Whether a result has still not been shown. Of other photos, only the number of new results is known. */
function isNew({ id, photoId }: Result, { results, photos }: Snapshot): boolean {
  const result = results.find((each) => each.id === id);
  if (result) return result.state === "done";
  return photos.some((photo) => photo.id === photoId && !photo.selected && photo.news > 0);
}

// Finished results that the user has not seen: their number in the title of the page, and notifications.
import type { Result, Snapshot, Studio } from "../../../studio/index.js";
import { countInTitle } from "./title.js";

/** The text of a notification. */
export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** The unseen results of one studio. */
export class UnseenResults {
  readonly #studio: Studio;
  readonly #results = new Map<string, Result>();

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** Adds a finished result. With a text, also notifies the user. */
  add(result: Result, text: NoticeText | undefined): void {
    this.#results.set(result.id, result);
    document.addEventListener("visibilitychange", this.update);
    this.#count();
    if (text) this.#notify(result, text);
    // It may have been seen while this code loaded.
    this.update();
  }

  /** Removes results that have been seen. */
  readonly update = (): void => {
    if (this.#results.size === 0 || document.hidden) return;
    const state = this.#studio.getSnapshot();
    for (const result of this.#results.values()) if (!isNew(result, state)) this.#results.delete(result.id);
    this.#count();
  };

  /** Removes all of them. */
  clear(): void {
    this.#results.clear();
    this.#count();
  }

  #count(): void {
    countInTitle(this, this.#results.size);
    if (this.#results.size === 0) document.removeEventListener("visibilitychange", this.update);
  }

  #notify(result: Result, { title, body }: NoticeText): void {
    const studio = this.#studio;
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

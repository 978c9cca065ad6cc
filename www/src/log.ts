// A log of requests and events, newest first.
import type { RequestInfo } from "reroom";
import { make } from "./dom.js";

const MAX_ENTRIES = 60;

/** Shows requests and events in a list. */
export class Log {
  readonly #list: HTMLOListElement;

  constructor(list: HTMLOListElement) {
    this.#list = list;
  }

  /** Adds a request. */
  request({ method, url, attempt, status, durationMs }: RequestInfo): void {
    const { pathname, search } = new URL(url, location.href);
    const outcome = status === undefined ? "no response" : String(status);
    const again = attempt > 1 ? `, attempt ${attempt}` : "";
    this.#add(
      status !== undefined && status < 400,
      `${method} ${pathname}${search}`,
      `${outcome}${again}, ${Math.round(durationMs)} ms`,
    );
  }

  /** Adds an event. */
  event(type: string, what: string): void {
    this.#add(type !== "reroom-error", type, what);
  }

  #add(good: boolean, what: string, outcome: string): void {
    this.#list.prepend(make("li", good ? "" : "failed", make("code", "", what), make("span", "", outcome)));
    while (this.#list.children.length > MAX_ENTRIES) this.#list.lastElementChild?.remove();
  }
}

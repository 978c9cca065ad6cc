// What was sent and what came of it, newest first.
import type { RequestInfo } from "reroom";
import { make } from "./dom.js";

const KEPT = 60;

/** The list of requests and events. */
export class Log {
  readonly #list: HTMLOListElement;

  constructor(list: HTMLOListElement) {
    this.#list = list;
  }

  /** A request of the client. */
  request({ method, url, attempt, status, durationMs }: RequestInfo): void {
    const { pathname, search } = new URL(url, location.href);
    const outcome = status === undefined ? "no answer" : String(status);
    const again = attempt > 1 ? `, try ${attempt}` : "";
    this.#add(
      status !== undefined && status < 400,
      `${method} ${pathname}${search}`,
      `${outcome}${again}, ${Math.round(durationMs)} ms`,
    );
  }

  /** An event of the element. */
  event(type: string, what: string): void {
    this.#add(type !== "reroom-error", type, what);
  }

  #add(good: boolean, what: string, outcome: string): void {
    this.#list.prepend(make("li", good ? "" : "failed", make("code", "", what), make("span", "", outcome)));
    while (this.#list.children.length > KEPT) this.#list.lastElementChild?.remove();
  }
}

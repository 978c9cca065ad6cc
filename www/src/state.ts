// What the page knows, in one place; whoever shows a part of it subscribes.
import type { Account, ImageRef, ImageReport, Progress, Render, ReRoomError } from "reroom";
import type { Connection } from "./connection.js";
import type { ToolId } from "./tools.js";

/** A photo on the table, and what was found out about it. */
export interface Photo {
  readonly name: string;
  readonly blob: Blob;
  /** An object URL, for showing it. */
  readonly url: string;
  readonly report: ImageReport;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a finished job is compared with: the picture it started from. */
export interface Outcome {
  readonly render: Render;
  readonly before: string;
  readonly after: string;
  /** Pixels of the result, where it can be shown. */
  readonly size: Size | undefined;
  readonly title: string;
}

/** Where the current job stands. */
export type Status =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly stage: Progress["stage"] }
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "failed"; readonly error: ReRoomError };

/** Everything the page shows. */
export interface State {
  readonly photo: Photo | undefined;
  readonly tool: ToolId;
  readonly status: Status;
  readonly connection: Connection;
  readonly account: Account | undefined;
}

/** The picture a job starts from: a file of the person, or one the service already has. */
export type Source = Blob | ImageRef;

type Listener = (state: State, previous: State) => void;

/** Holds the state and tells its listeners about each change. */
export class Store {
  #state: State;
  readonly #listeners: Listener[] = [];

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  /** Changes part of the state. */
  update(change: Partial<State>): void {
    const previous = this.#state;
    this.#state = { ...previous, ...change };
    for (const listener of this.#listeners) listener(this.#state, previous);
  }

  /** Calls `listener` now and after every change. */
  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
    listener(this.#state, this.#state);
  }
}

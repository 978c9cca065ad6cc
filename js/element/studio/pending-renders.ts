// Tracks renders that were still pending when the page was last closed.
import type { PendingRender, Progress, ReRoom, ReRoomError, Render } from "../../client/index.js";
import { toReRoomError } from "./errors.js";
import { followedRenders } from "./jobs.js";

/** When the page loaded, by the clock that dates renders. `performance.timeOrigin` uses another clock. */
const loadedAt = Date.now();

/** Whether a render was submitted before the page loaded. A date in the future counts too: the clock was set back. */
const isEarlier = ({ submittedAt }: PendingRender): boolean => {
  const date = Date.parse(submittedAt);
  return !(date >= loadedAt && date <= Date.now());
};

/** A pending render and its current state. */
export interface TrackedRender extends PendingRender {
  readonly stage: Progress["stage"];
  readonly render?: Render;
  readonly error?: ReRoomError;
}

/** Tracks the pending renders of a client. Calls `onChange` whenever `renders` changes. */
export class PendingRenders {
  renders: readonly TrackedRender[] = [];
  readonly #onChange: () => void;
  #controller = new AbortController();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Looks up pending renders and waits for them. Calls `onDone` for each that finishes. */
  start(client: ReRoom, onDone: (render: Render) => void): void {
    this.stop();
    const { signal } = this.#controller;
    // Newer renders are tracked by the studio that submitted them.
    const pending = client.pending().filter((each) => isEarlier(each) && !followedRenders.has(each.renderId));
    this.renders = pending.map((each) => ({ ...each, stage: "queued" }));
    for (const { renderId } of pending) void this.#track(client, renderId, signal, onDone);
    this.#onChange();
  }

  /** Stops waiting. The renders continue, and the next `start()` finds them again. */
  stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    for (const { renderId } of this.renders) followedRenders.delete(renderId);
    this.renders = [];
  }

  /** Adds a finished render to the list. */
  add(render: Render, tool: string): void {
    const submittedAt = new Date().toISOString();
    this.renders = [...this.renders, { renderId: render._id, tool, submittedAt, stage: "done", render }];
    this.#onChange();
  }

  /** Removes a render from the list. */
  remove(renderId: string): void {
    this.renders = this.renders.filter((each) => each.renderId !== renderId);
    this.#onChange();
  }

  async #track(client: ReRoom, renderId: string, signal: AbortSignal, onDone: (render: Render) => void) {
    followedRenders.add(renderId);
    const onProgress = ({ stage }: Progress) => {
      this.#update(renderId, { stage });
    };
    try {
      const render = await client.waitFor(renderId, { signal, onProgress });
      this.#update(renderId, { stage: "done", render });
      onDone(render);
    } catch (error) {
      if (!signal.aborted) this.#update(renderId, { error: toReRoomError(error) });
    }
    if (!signal.aborted) followedRenders.delete(renderId);
  }

  #update(renderId: string, change: Partial<TrackedRender>): void {
    this.renders = this.renders.map((each) => (each.renderId === renderId ? { ...each, ...change } : each));
    this.#onChange();
  }
}

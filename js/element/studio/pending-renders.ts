// Tracks renders that were still pending when the page was last closed.
import type { PendingRender, Progress, ReRoom, ReRoomError, Render } from "../../client/index.js";
import { wasNeverBought } from "./error-messages.js";
import { toReRoomError } from "./errors.js";
import { followedRenders } from "./jobs.js";

/** When the page loaded, by the clock that dates renders. `performance.timeOrigin` uses another clock. */
const loadedAt = Date.now();

/** Whether a render was submitted before the page loaded. A date in the future counts too: the clock was set back. */
const isEarlier = ({ submittedAt }: PendingRender): boolean => {
  const date = Date.parse(submittedAt);
  return !(date >= loadedAt && date <= Date.now());
};

/** Whether a studio on this page already waits for a render. */
const isFollowed = ({ renderId, idempotencyKey }: PendingRender): boolean =>
  followedRenders.has(idempotencyKey) || (renderId !== undefined && followedRenders.has(renderId));

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
    const pending = client.pending().filter((each) => isEarlier(each) && !isFollowed(each));
    this.renders = pending.map((each) => ({ ...each, stage: "queued" }));
    for (const each of pending) void this.#track(client, each, signal, onDone);
    this.#onChange();
  }

  /** Stops waiting. The renders continue, and the next `start()` finds them again. */
  stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    for (const { idempotencyKey } of this.renders) followedRenders.delete(idempotencyKey);
    this.renders = [];
  }

  /** Adds a finished render to the list. */
  add(render: Render, tool: string): void {
    const submittedAt = new Date().toISOString();
    const id = { renderId: render._id, idempotencyKey: render._id };
    this.renders = [...this.renders, { ...id, tool, submittedAt, stage: "done", render }];
    this.#onChange();
  }

  /** Removes a render from the list. */
  remove(key: string): void {
    this.renders = this.renders.filter(({ idempotencyKey }) => idempotencyKey !== key);
    this.#onChange();
  }

  async #track(client: ReRoom, pending: PendingRender, signal: AbortSignal, onDone: (render: Render) => void) {
    const key = pending.idempotencyKey;
    followedRenders.add(key);
    const onProgress = ({ stage }: Progress) => {
      this.#update(key, { stage });
    };
    try {
      const render = await client.waitFor(pending, { signal, onProgress });
      this.#update(key, { stage: "done", render });
      onDone(render);
    } catch (error) {
      if (!signal.aborted) this.#fail(pending, toReRoomError(error));
    }
    if (!signal.aborted) followedRenders.delete(key);
  }

  /** Shows why a render has no result. One that was never bought was not under way, so it leaves the list. */
  #fail({ renderId, idempotencyKey }: PendingRender, error: ReRoomError): void {
    if (renderId === undefined && wasNeverBought(error)) this.remove(idempotencyKey);
    else this.#update(idempotencyKey, { error });
  }

  #update(key: string, change: Partial<TrackedRender>): void {
    this.renders = this.renders.map((each) => (each.idempotencyKey === key ? { ...each, ...change } : each));
    this.#onChange();
  }
}

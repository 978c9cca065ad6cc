// Renders that were under way when the page was last closed: found again, waited for, and shown when asked.
import type { PendingRender, Progress, ReRoom, ReRoomError, Render } from "../../client/index.js";
import { failureOf } from "./failures.js";
import { followed } from "./jobs.js";

/** When the page was loaded, by the clock that dates renders: `performance.timeOrigin` is of another one. */
const loadedAt = Date.now();

/** Whether a render was ordered before the page was loaded. So was one of the future: the clock has been put back. */
const isEarlier = ({ submittedAt }: PendingRender): boolean => {
  const date = Date.parse(submittedAt);
  return !(date >= loadedAt && date <= Date.now());
};

/** A render from before. */
export interface EarlierRender extends PendingRender {
  readonly stage: Progress["stage"];
  readonly render?: Render;
  readonly error?: ReRoomError;
}

/** Follows the pending renders of a client; `changed` is told of each change of `renders`. */
export class Earlier {
  renders: readonly EarlierRender[] = [];
  readonly #changed: () => void;
  #controller = new AbortController();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Looks for pending renders and waits for each; `finished` is told of those that are done. */
  start(client: ReRoom, finished: (render: Render) => void): void {
    this.stop();
    const { signal } = this.#controller;
    // What was submitted since the page was loaded is followed by whoever submitted it.
    const pending = client.pending().filter((each) => isEarlier(each) && !followed.has(each.renderId));
    this.renders = pending.map((each) => ({ ...each, stage: "queued" }));
    for (const { renderId } of pending) void this.#follow(client, renderId, signal, finished);
    this.#changed();
  }

  /** Waits no longer; the renders go on, and are found again. */
  stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    for (const { renderId } of this.renders) followed.delete(renderId);
    this.renders = [];
  }

  /** Puts a finished render on the list. */
  add(render: Render, tool: string): void {
    const submittedAt = new Date().toISOString();
    this.renders = [...this.renders, { renderId: render._id, tool, submittedAt, stage: "done", render }];
    this.#changed();
  }

  /** Takes a render off the list. */
  remove(renderId: string): void {
    this.renders = this.renders.filter((each) => each.renderId !== renderId);
    this.#changed();
  }

  async #follow(client: ReRoom, renderId: string, signal: AbortSignal, finished: (render: Render) => void) {
    followed.add(renderId);
    const onProgress = ({ stage }: Progress) => {
      this.#update(renderId, { stage });
    };
    try {
      const render = await client.waitFor(renderId, { signal, onProgress });
      this.#update(renderId, { stage: "done", render });
      finished(render);
    } catch (error) {
      if (!signal.aborted) this.#update(renderId, { error: failureOf(error) });
    }
    if (!signal.aborted) followed.delete(renderId);
  }

  #update(renderId: string, change: Partial<EarlierRender>): void {
    this.renders = this.renders.map((each) => (each.renderId === renderId ? { ...each, ...change } : each));
    this.#changed();
  }
}

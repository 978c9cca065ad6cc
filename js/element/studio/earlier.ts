// Renders that were under way when the page was last closed: found again, waited for, and shown when asked.
import { ReRoomError } from "../../client/index.js";
import type { PendingRender, Progress, ReRoom, Render } from "../../client/index.js";
import { followed } from "./jobs.js";

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
    const before = (date: string) => Date.parse(date) < performance.timeOrigin;
    const pending = client
      .pending()
      .filter(({ renderId, submittedAt }) => before(submittedAt) && !followed.has(renderId));
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
      if (!(error instanceof ReRoomError)) throw error;
      if (!signal.aborted) this.#update(renderId, { error });
    }
    if (!signal.aborted) followed.delete(renderId);
  }

  #update(renderId: string, change: Partial<EarlierRender>): void {
    this.renders = this.renders.map((each) => (each.renderId === renderId ? { ...each, ...change } : each));
    this.#changed();
  }
}

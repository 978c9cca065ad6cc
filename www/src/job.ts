// One job at a time: sent, followed, cancelled, or looked at again.
import { ReRoomError, type JobParams, type Progress, type Render } from "reroom";
import { preload } from "./compare.js";
import { connect } from "./connection.js";
import type { Source, Store } from "./state.js";

/** What a job is, apart from its picture. */
export interface Task {
  readonly params: JobParams;
  /** What the result is called. */
  readonly title: string;
  /** The picture to compare the result with. */
  readonly before: string;
}

/** Runs jobs and keeps the state up to date while they run. */
export class Jobs {
  readonly #store: Store;
  #controller = new AbortController();
  #last: { source: Source; task: Task } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Sends a picture and follows it to its end. */
  async run(source: Source, task: Task): Promise<void> {
    this.#last = { source, task };
    await this.#follow(task, (client, options) => client.run(source, task.params, options));
  }

  /** Sends the last picture once more. */
  async again(): Promise<void> {
    if (this.#last) await this.run(this.#last.source, this.#last.task);
  }

  /** Looks again for a render that the service has; nothing is sent twice. */
  async resume(renderId: string): Promise<void> {
    if (this.#last) await this.#follow(this.#last.task, (client, options) => client.waitFor(renderId, options));
  }

  /** Stops waiting for the current job. */
  cancel(): void {
    this.#controller.abort();
  }

  async #follow(
    task: Task,
    start: (client: ReturnType<typeof connect>, options: JobOptions) => Promise<Render>,
  ): Promise<void> {
    const store = this.#store;
    const controller = (this.#controller = new AbortController());
    const current = () => controller === this.#controller && store.state.status.kind === "busy";
    const onProgress = ({ stage }: Progress) => {
      const { status } = store.state;
      if (current() && status.kind === "busy" && status.stage !== stage)
        store.update({ status: { kind: "busy", stage } });
    };
    store.update({ status: { kind: "busy", stage: "preparing" } });
    try {
      const render = await start(connect(store.state.connection), { signal: controller.signal, onProgress });
      const after = render.outputs[0] ?? "";
      const size = await preload(after);
      const title = size ? task.title : `${task.title}: finished, but the picture cannot be shown here`;
      const outcome = { render, before: task.before, after, size, title };
      if (current()) store.update({ status: { kind: "done", outcome } });
    } catch (error) {
      if (current())
        store.update({ status: error instanceof ReRoomError ? { kind: "failed", error } : { kind: "idle" } });
      if (!(error instanceof ReRoomError)) throw error;
    }
  }
}

interface JobOptions {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

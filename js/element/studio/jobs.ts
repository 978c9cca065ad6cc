// One job at a time: sent, followed, cancelled, or looked at again.
import type {
  ImageRef,
  ImageSource,
  JobParams,
  Progress,
  ReRoom,
  ReRoomError,
  Render,
  WaitOptions,
} from "../../client/index.js";
import type { ToolId } from "../locales/texts.js";
import { failureOf } from "./failures.js";
import { measureImage } from "./photo.js";

/** What a job is, apart from the client it goes through. */
export interface Task {
  readonly source: ImageSource | ImageRef;
  readonly params: JobParams;
  readonly tool: ToolId;
  /** URL of the picture to compare the result with. */
  readonly before: string;
}

/** A finished job. */
export interface Outcome {
  readonly render: Render;
  readonly before: string;
  readonly after: string;
  /** Pixels of the result; absent where the page cannot show it. */
  readonly size: { width: number; height: number } | undefined;
  readonly tool: ToolId | undefined;
  readonly params?: JobParams;
}

/** Where the current job stands. */
export type Status =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly progress: Progress }
  | { readonly kind: "done"; readonly outcome: Outcome }
  | { readonly kind: "failed"; readonly error: ReRoomError };

/** Renders that some element of this page follows, so that another does not offer them as earlier ones. */
export const followed = new Set<string>();

/** Who is told what becomes of jobs. */
export interface Listener {
  /** `status` is another. */
  changed(status: Status): void;
  /** A job that was left alone is finished, or failed. */
  ended(result: { outcome: Outcome } | { error: ReRoomError }): void;
}

/** Runs jobs and says where they stand. */
export class Jobs {
  status: Status = { kind: "idle" };
  /** The job that was sent last. */
  task: Task | undefined;
  readonly #listener: Listener;
  #controller = new AbortController();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** Sends a picture and follows it to its end. */
  async run(client: ReRoom, task: Task): Promise<Render | undefined> {
    this.task = task;
    return this.#follow(task, (options) => client.run(task.source, task.params, options));
  }

  /** Looks again for a render of the last job; nothing is sent. */
  async resume(client: ReRoom, renderId: string): Promise<Render | undefined> {
    return this.task && this.#follow(this.task, (options) => client.waitFor(renderId, options));
  }

  /** Shows a render that was finished elsewhere. */
  show(outcome: Outcome): void {
    this.#controller = new AbortController();
    this.#set({ kind: "done", outcome });
  }

  /** Shows why nothing can be sent. */
  fail(error: ReRoomError): void {
    this.#set({ kind: "failed", error });
  }

  /** Stops waiting; the job then fails with `aborted`, or with `outcome_unknown` where it was on its way. */
  cancel(): void {
    this.#controller.abort();
  }

  /** Leaves the current job alone. It goes on, since it may be paid for, and its end is told to the listener. */
  leave(): void {
    this.#controller = new AbortController();
    this.#set({ kind: "idle" });
  }

  #set(status: Status): void {
    this.status = status;
    this.#listener.changed(status);
  }

  async #follow(task: Task, start: (options: WaitOptions) => Promise<Render>): Promise<Render | undefined> {
    const controller = (this.#controller = new AbortController());
    const current = () => controller === this.#controller;
    let renderId: string | undefined;
    const onProgress = (progress: Progress) => {
      renderId = progress.renderId ?? renderId;
      if (renderId !== undefined) followed.add(renderId);
      if (current() && progress.stage !== "done") this.#set({ kind: "busy", progress });
    };
    this.#set({ kind: "busy", progress: { stage: "preparing" } });
    try {
      const render = await start({ signal: controller.signal, onProgress });
      const outcome = await outcomeOf(render, task);
      if (current()) this.#set({ kind: "done", outcome });
      else this.#listener.ended({ outcome });
      return render;
    } catch (thrown) {
      const error = failureOf(thrown);
      if (current()) this.#set({ kind: "failed", error });
      else this.#listener.ended({ error });
      return undefined;
    } finally {
      if (renderId !== undefined) followed.delete(renderId);
    }
  }
}

/** What is shown of a finished render; waits until the picture is there, so that nothing jumps. */
export async function outcomeOf(
  render: Render,
  task: Partial<Pick<Task, "before" | "tool" | "params">>,
): Promise<Outcome> {
  const after = render.outputs[0] ?? "";
  const size = await measureImage(after).catch(() => undefined);
  const { tool, params } = task;
  return { render, before: task.before ?? render.source ?? after, after, size, tool, ...(params && { params }) };
}

// Runs one job at a time: submits it, tracks it, and can cancel or resume it.
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
import { toReRoomError } from "./errors.js";
import { measureImage } from "./photo.js";

/** What to send. */
export interface JobRequest {
  readonly source: ImageSource | ImageRef;
  readonly params: JobParams;
  readonly tool: ToolId;
  /** URL of the image to compare the result with. */
  readonly before: string;
}

/** A finished job. */
export interface JobResult {
  readonly render: Render;
  readonly before: string;
  readonly after: string;
  /** Size of the result in pixels. Undefined if the page cannot display it. */
  readonly size: { width: number; height: number } | undefined;
  readonly tool: ToolId | undefined;
  readonly params?: JobParams;
}

/** Status of the current job. */
export type Status =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly progress: Progress }
  | { readonly kind: "done"; readonly result: JobResult }
  | { readonly kind: "failed"; readonly error: ReRoomError };

/** Ids and idempotency keys of renders tracked by any studio on this page. Other studios do not list them as pending. */
export const followedRenders = new Set<string>();

/** Callbacks of `Jobs`. */
export interface JobListener {
  /** The status of the current job changed. */
  onStatus(status: Status): void;
  /** A detached job finished or failed. */
  onDetachedEnd(end: { result: JobResult } | { error: ReRoomError }): void;
}

/** Runs jobs and reports their status. */
export class Jobs {
  status: Status = { kind: "idle" };
  /** The last job that was sent. */
  request: JobRequest | undefined;
  readonly #listener: JobListener;
  #controller = new AbortController();

  constructor(listener: JobListener) {
    this.#listener = listener;
  }

  /** Sends a job and waits for its result. */
  async run(client: ReRoom, request: JobRequest): Promise<Render | undefined> {
    this.request = request;
    return this.#track(request, (options) => client.run(request.source, request.params, options));
  }

  /** Waits again for the render of the last job. Sends nothing. */
  async resume(client: ReRoom, id: string): Promise<Render | undefined> {
    return this.request && this.#track(this.request, (options) => client.waitFor(id, options));
  }

  /** Shows the result of another job. */
  show(result: JobResult): void {
    this.#controller = new AbortController();
    this.#setStatus({ kind: "done", result });
  }

  /** Shows an error. */
  fail(error: ReRoomError): void {
    this.#setStatus({ kind: "failed", error });
  }

  /** Stops waiting. The job then fails with `aborted`, or `outcome_unknown` if the request was already sent. */
  cancel(): void {
    this.#controller.abort();
  }

  /** Detaches the current job. It keeps running, because it may be paid for, and ends with `onDetachedEnd()`. */
  detach(): void {
    this.#controller = new AbortController();
    this.#setStatus({ kind: "idle" });
  }

  #setStatus(status: Status): void {
    this.status = status;
    this.#listener.onStatus(status);
  }

  async #track(request: JobRequest, start: (options: WaitOptions) => Promise<Render>): Promise<Render | undefined> {
    const controller = (this.#controller = new AbortController());
    const isCurrent = () => controller === this.#controller;
    let renderId: string | undefined;
    const onProgress = (progress: Progress) => {
      renderId = progress.renderId ?? renderId;
      if (renderId !== undefined) followedRenders.add(renderId);
      if (isCurrent() && progress.stage !== "done") this.#setStatus({ kind: "busy", progress });
    };
    this.#setStatus({ kind: "busy", progress: { stage: "preparing" } });
    try {
      const render = await start({ signal: controller.signal, onProgress });
      const result = await loadResult(render, request);
      if (isCurrent()) this.#setStatus({ kind: "done", result });
      else this.#listener.onDetachedEnd({ result });
      return render;
    } catch (thrown) {
      const error = toReRoomError(thrown);
      if (isCurrent()) this.#setStatus({ kind: "failed", error });
      else this.#listener.onDetachedEnd({ error });
      return undefined;
    } finally {
      if (renderId !== undefined) followedRenders.delete(renderId);
    }
  }
}

/** Collects what to show of a finished render. Loads the image first, to prevent layout shift. */
export async function loadResult(
  render: Render,
  request: Partial<Pick<JobRequest, "before" | "tool" | "params">>,
): Promise<JobResult> {
  const after = render.outputs[0] ?? "";
  const size = await measureImage(after).catch(() => undefined);
  const { tool, params } = request;
  return { render, before: request.before ?? render.source ?? after, after, size, tool, ...(params && { params }) };
}

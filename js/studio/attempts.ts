// Sends requests and follows them until they end.
import type {
  ImageRef,
  ImageSource,
  JobParams,
  Progress,
  ReRoom,
  ReRoomError,
  Render,
  WaitOptions,
} from "../client/index.js";
import { canResume, toReRoomError, wasNeverBought } from "./errors.js";
import { isBlob, preparedPhotos } from "./photo.js";
import type { Platform } from "./platform.js";
import { createQueue } from "./queue.js";
import type { Restoration } from "./restoration.js";
import {
  findEntry,
  findEvenRemoved,
  findFailed,
  findResult,
  patchEntry,
  patchResult,
  showResults,
  type State,
} from "./state.js";
import type { Store } from "./store.js";
import type { ToolId } from "./tools.js";
import type { StudioListeners } from "./option-types.js";
import type { Result } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";

/** A request to send. */
export interface Order {
  readonly photoId: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly group: string | undefined;
  readonly tool: ToolId;
  readonly params: JobParams;
  readonly source: ImageSource | ImageRef;
  /** URL of the image to compare the result with. */
  readonly before: string;
}

/** What attempts need from the studio. */
export interface AttemptContext {
  readonly store: Store<State, Snapshot>;
  readonly platform: () => Platform;
  readonly on: () => StudioListeners;
  /** Hosts the reference images of a request, and runs it with their URLs. */
  readonly useReferences: (
    params: JobParams,
    signal: AbortSignal,
    run: (params: JobParams) => Promise<Render>,
  ) => Promise<Render>;
  /** An attempt ended. */
  readonly onEnd: () => void;
}

/**
 * Keys of renders that a studio on this page follows, with what stops it. Other studios do not list them as earlier renders.
 */
export const followed = new Map<string, AbortController>();

/** The `tag` of the studio's renders in `pending()`. */
export const TAG = "reroom-studio";

export type Attempts = ReturnType<typeof createAttempts>;

export function createAttempts({ store, platform, on, useReferences, onEnd }: AttemptContext) {
  const { get, update } = store;
  const running = new Map<string, { readonly client: ReRoom; readonly controller: AbortController }>();
  /** The requests of this visit, by the id of their result, for `retry()`. If an upload failed, all that needed it. */
  const orders = new Map<string, readonly [Order, ...Order[]]>();

  const restoration: Restoration = {
    platform,
    orderOf: (id) => orders.get(id)?.[0],
    originalOf: (source) => preparedPhotos.get(source),
    restoreInTurn: createQueue(),
    images: new Map(),
    urls: new Map(),
  };

  /** Results whose request was canceled before it was sent, as far as the studio knew. */
  const canceled = new Map<string, Result>();

  /** Brings back a canceled result, because its request was sent after all. Returns false if it was not canceled. */
  function bringBack(id: string): boolean {
    const result = canceled.get(id);
    canceled.delete(id);
    if (result) update({ results: [...get().results, result] });
    return result !== undefined;
  }

  const ordersOf = (id: string): readonly Order[] => orders.get(id) ?? [];

  const isWaitingFor = (id: string) => get().entries.some(({ waiting }) => waiting.includes(id));

  /** Adds a running result that the user waits for. */
  function begin(order: Order): string {
    const id = createKey();
    const { photoId, name, parent, group, tool, before } = order;
    orders.set(id, [order]);
    const params = withoutMask(order.params);
    const state = get();
    const renders = [...(findEvenRemoved(state, parent)?.renders ?? []), params];
    const result = Object.freeze({ ...createRunning(id), photoId, name, parent, group, tool, params, renders, before });
    const waiting = [...(findEntry(state, order.photoId)?.waiting ?? []), id];
    update({ results: [...state.results, result], ...patchEntry(state, order.photoId, { waiting }) });
    return id;
  }

  /** Waits for a failed result again. */
  function beginAgain({ id, photoId }: Result): void {
    const state = get();
    const entry = findEntry(state, photoId);
    update({
      ...patchResult(state, id, { state: "running", progress: { stage: "queued" }, error: undefined }),
      ...(entry && patchEntry(state, photoId, { waiting: [...entry.waiting, id], failed: undefined })),
    });
  }

  /** Sends requests of the same photo, and uploads it once. Resolves to the results that finished. */
  async function send(client: ReRoom, ids: readonly string[]): Promise<readonly Result[]> {
    const source = orders.get(ids[0] ?? "")?.[0].source;
    const reference = ids.length > 1 && isBlob(source) ? await upload(client, ids, source) : source;
    if (reference === undefined) return [];
    const results = await Promise.all(ids.filter(exists).map((id) => sendOne(client, id, reference)));
    return results.filter((result) => result !== undefined);
  }

  const exists = (id: string) => findResult(get(), id) !== undefined;

  function sendOne(client: ReRoom, id: string, source: ImageSource | ImageRef): Promise<Result | undefined> {
    return follow(client, id, (options) => {
      const [order] = orders.get(id) ?? [];
      if (!order) throw new Error("The order is missing.");
      return useReferences(order.params, options.signal, (params) => {
        update(patchResult(get(), id, { params: withoutMask(params) }));
        return client.run(source, params, { ...options, idempotencyKey: id, tag: TAG });
      });
    });
  }

  /** Uploads the photo of several requests. If that fails, it is one error, and nothing is bought. */
  async function upload(client: ReRoom, ids: readonly string[], file: Blob): Promise<ImageRef | undefined> {
    const controller = new AbortController();
    for (const id of ids) running.set(id, { client, controller });
    try {
      const { signal } = controller;
      const { fileName } = await client.upload(file, {
        signal,
        onProgress: (progress) => {
          for (const id of ids) onProgress(id, progress);
        },
      });
      return { file_name: fileName };
    } catch (thrown) {
      const [first, ...others] = ids.filter(exists);
      if (stopped.has(controller) || first === undefined) return undefined;
      const [order, ...more] = ids.flatMap((id) => orders.get(id) ?? []);
      if (order) orders.set(first, [order, ...more]);
      for (const id of others) drop(id);
      fail(first, toReRoomError(thrown));
      return undefined;
    } finally {
      for (const id of ids) {
        running.delete(id);
        canceled.delete(id);
      }
    }
  }

  /** Waits for a render until it ends. */
  async function follow(
    client: ReRoom,
    id: string,
    start: (options: WaitOptions & { readonly signal: AbortSignal }) => Promise<Render>,
  ): Promise<Result | undefined> {
    const controller = new AbortController();
    running.set(id, { client, controller });
    followed.set(id, controller);
    try {
      const { signal } = controller;
      const render = await start({
        signal,
        onProgress: (progress) => {
          onProgress(id, progress);
        },
      });
      bringBack(id);
      return await finish(id, render);
    } catch (thrown) {
      const error = toReRoomError(thrown);
      if (!stopped.has(controller) || (canResume(error) && bringBack(id))) fail(id, error);
      return undefined;
    } finally {
      // After it was stopped, the render may be followed anew, here or by another studio.
      if (running.get(id)?.controller === controller) running.delete(id);
      if (followed.get(id) === controller) followed.delete(id);
      canceled.delete(id);
      onEnd();
    }
  }

  function onProgress(id: string, progress: Progress): void {
    if (progress.stage === "done") return;
    const state = get();
    const renderId = progress.renderId ?? findResult(state, id)?.renderId;
    update(patchResult(state, id, { progress, renderId }));
    const result = findResult(get(), id);
    if (result && isWaitingFor(id)) on().progress?.(progress, result);
  }

  async function finish(id: string, render: Render): Promise<Result | undefined> {
    const output = render.outputs[0] ?? "";
    // Now that the service has it, it can no longer be canceled.
    update(patchResult(get(), id, { renderId: render._id }));
    const images = await readImages(id, output);
    const known = findResult(get(), id);
    // It was removed, or followed anew meanwhile.
    if (known?.state !== "running") return undefined;
    const before = images.before || known.before || (render.source ?? output);
    const renders = known.renders.length > 0 ? known.renders : [render];
    const done = { state: "done" as const, render, renders, renderId: render._id, output, ...images, before };
    update(patchResult(get(), id, { ...done, progress: undefined, error: undefined }));
    const watched = stopWaitingFor(id, true);
    const result = findResult(get(), id);
    if (!result) return undefined;
    // When the user comes back to the photo, its newest result is on display.
    const { photoId } = result;
    if (!watched && get().selected !== photoId) update(patchEntry(get(), photoId, { shown: [id] }));
    on().complete?.(result, watched);
    return result;
  }

  /** Restores and loads the finished image, to prevent layout shift. */
  async function readImages(id: string, output: string) {
    const ignore = () => undefined;
    const [images, outputSize] = await Promise.all([
      import("./restoration.js").then(({ restoreResult }) => restoreResult(restoration, id, output)).catch(ignore),
      platform().measure(output).catch(ignore),
    ]);
    return { outputSize, ...(images ?? { before: "", after: output, size: outputSize }) };
  }

  /** Removes a result from those that the user waits for, and shows it. Returns whether the user was waiting. */
  function stopWaitingFor(id: string, show: boolean): boolean {
    const state = get();
    const entry = state.entries.find(({ waiting }) => waiting.includes(id));
    if (!entry) return false;
    const { id: photoId } = entry.photo;
    const { group } = findResult(state, id) ?? {};
    const inGroup = (other: string) => group !== undefined && findResult(state, other)?.group === group;
    update(patchEntry(state, photoId, { waiting: entry.waiting.filter((each) => each !== id) }));
    if (show) {
      const shown = [...entry.shown.filter(inGroup), id];
      update(state.selected === photoId ? showResults(get(), photoId, shown) : patchEntry(get(), photoId, { shown }));
    }
    return true;
  }

  function fail(id: string, error: ReRoomError): void {
    const { photoId } = findResult(get(), id) ?? {};
    const watched = stopWaitingFor(id, false);
    if (error.code === "not_found" && !watched && !orders.has(id)) {
      // The service does not know a render of an earlier visit. If it may be another user's, the client keeps it.
      update({ results: get().results.filter((result) => result.id !== id) });
      return;
    }
    const renderId = wasNeverBought(error) ? undefined : (error.renderId ?? findResult(get(), id)?.renderId);
    update(patchResult(get(), id, { state: "failed", error, renderId, progress: undefined }));
    if (watched && photoId !== undefined) update(patchEntry(get(), photoId, { failed: id }));
    const result = findResult(get(), id);
    on().error?.(error, result);
  }

  return {
    begin,
    beginAgain,
    send,
    follow,
    /** The requests of a result. */
    ordersOf,
    /** The requests to send again after an error: of several styles, all that failed. */
    failedOrders(id: string): readonly Order[] {
      const failed = findResult(get(), id);
      return failed ? findFailed(get(), failed).flatMap((each) => ordersOf(each.id)) : [];
    },
    /** The images of restored results. */
    restored: restoration.images,
    fail,
    isWaitingFor,
    isRunning: (id: string): boolean => running.has(id),
    /** Cancels a request. Returns false if it was sent already, so that only the wait can be stopped. */
    cancel(id: string): boolean {
      const { client, controller } = running.get(id) ?? {};
      if (client && (findResult(get(), id)?.renderId !== undefined || isPending(client, id))) return false;
      if (controller) {
        stopped.add(controller);
        controller.abort();
        const result = findResult(get(), id);
        if (result) canceled.set(id, result);
      }
      drop(id);
      return true;
    },
    drop,
    stopWaitingFor,
    /** Stops following all renders. With `leaves`, another studio can follow them at once, in the same task. */
    stopAll(leaves: boolean): void {
      for (const [id, { controller }] of running) {
        stopped.add(controller);
        controller.abort();
        if (leaves) followed.delete(id);
      }
      running.clear();
      canceled.clear();
      for (const url of restoration.urls.values()) platform().revokeUrl(url);
      restoration.urls.clear();
    },
  };

  function drop(id: string): void {
    stopWaitingFor(id, false);
    update({ results: get().results.filter((result) => result.id !== id) });
  }
}

/** Controllers of attempts that were stopped on purpose. Their errors are not reported. */
const stopped = new WeakSet<AbortController>();

/** The fields of a result that is about to start. */
export const createRunning = (id: string) => ({
  id,
  after: "",
  size: undefined,
  output: "",
  outputSize: undefined,
  state: "running" as const,
  time: new Date().toISOString(),
  progress: { stage: "preparing" as const },
  renderId: undefined,
  render: undefined,
  renders: [],
  error: undefined,
  accepted: false,
});

/** Whether the client has sent a request. It lists it before it sends it. */
const isPending = (client: ReRoom, key: string): boolean =>
  client.pending().some(({ idempotencyKey }) => idempotencyKey === key);

/** Masks are left out of results, because they can be large. */
function withoutMask(params: JobParams): JobParams {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== "mask")) as JobParams;
}

/** Creates an idempotency key. Unlike `crypto.randomUUID`, this works on pages without HTTPS. */
export const createKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

import type { PrepareOptions, RestoredImage, RestoreOptions } from "./imaging.js";

/** A request, as passed to `onRequest`. It never contains a key. */
export interface RequestInfo {
  /** `GET` or `POST`. */
  method: string;
  /** The full URL. */
  url: string;
  /** The number of the attempt. The first is 1. */
  attempt: number;
  /** HTTP status. Absent if there was no response. */
  status?: number;
  /** Duration in milliseconds. */
  durationMs: number;
}

/** Options of a client. */
export interface ReRoomOptions {
  /** The URL of the service or of your gateway. In a page, it can be relative. Default `"https://reroom.ai"`. */
  baseUrl?: string;
  /** The enterprise key. In a page, it is only accepted on loopback hosts or with `dangerouslyAllowBrowser`. */
  apiKey?: string;
  /** Returns a token. Called before every request, and takes precedence over `apiKey`. */
  getToken?: () => string | Promise<string>;
  /** Accepts `apiKey` in a page that is not on a loopback host. */
  dangerouslyAllowBrowser?: boolean;
  /** Headers of every request: an object, a `Headers` or string pairs. */
  headers?: Record<string, string> | Iterable<[name: string, value: string]>;
  /** Whether requests send cookies. Default `"same-origin"`. */
  credentials?: "omit" | "same-origin" | "include";
  /** Replaces the platform's `fetch`, for example with a sandbox or a gateway. */
  fetch?: typeof fetch | ((request: Request) => Promise<Response>);
  /**
   * Ends a request that makes no progress for this long. Default 60000, or 300000 for calls that cost credits, because they
   * may respond with the finished image. Your value applies to both.
   */
  timeoutMs?: number;
  /** How often a request is retried if it cannot buy a second render. Default 2. */
  maxRetries?: number;
  /**
   * How many renders can run at once, 1 to 100. Others wait, first come, first served. The limit applies across all tabs of
   * the origin if the platform has Web Locks, otherwise to this context. Default 10, which is the service's limit for an
   * account.
   */
  maxConcurrentRenders?: number;
  /** `"off"` skips the checks of requests and photos, for values that this version does not support yet. */
  validate?: "strict" | "off";
  /** Where to store pending renders, such as `localStorage`, so that they survive a reload. Default: in memory. */
  storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  /**
   * Your id for the signed-in user. `storage` then keeps a separate list of pending renders per user, as it does per
   * `baseUrl`. The id is stored, but never sent. Default: one list for all users.
   */
  user?: string;
  /** Called for every request. Its argument never contains a key. */
  onRequest?: (info: RequestInfo) => void;
}

/** Options of every call. */
export interface RequestOptions {
  /**
   * Aborts the call. It rejects with `aborted`, or with `outcome_unknown` if a paid request was already sent. The render then
   * stays in `pending()`.
   */
  signal?: AbortSignal;
  /** Overrides the client's `timeoutMs`. */
  timeoutMs?: number;
  /** Overrides the client's `maxRetries`. */
  maxRetries?: number;
  /**
   * Identifies a paid call, so that a gateway buys it only once: 1 to 255 ASCII characters without spaces, quotes and
   * backslashes. Use the same key only for the same request. A key that `pending()` lists is not bought again, even without a
   * gateway. Default: a new UUID. Other calls ignore it.
   */
  idempotencyKey?: string;
}

/** Options of an upload. */
export interface UploadOptions extends RequestOptions {
  /**
   * Receives the bytes sent. In pages and workers with XMLHttpRequest, it is called throughout the upload, unless you set
   * `fetch` or `credentials: "omit"`. Otherwise it is called at the start and at the end. With it, an upload can take any
   * amount of time as long as it makes progress within `timeoutMs`.
   */
  onProgress?: (progress: Progress & { loaded: number; total: number }) => void;
}

/** Options of waiting for a render. */
export interface WaitOptions extends RequestOptions {
  /** Receives each stage. If it throws, the error is reported as uncaught and the wait continues. */
  onProgress?: (progress: Progress) => void;
  /** The maximum total wait, including the queue. Default 30 minutes. */
  deadlineMs?: number;
  /** The first interval between two polls. Later ones are longer. Default 1000. */
  pollMs?: number;
}

/**
 * Options of `run`. If `pending()` lists the `idempotencyKey`, `run` waits for that render and sends nothing, unless the gateway
 * never received it. If this client has already received a render for that key, `run` returns that render.
 */
export interface RunOptions extends WaitOptions {
  /** Your own label for the render, such as a photo's id. `pending()` returns it. */
  tag?: string;
  /**
   * Prepares the photo before the upload, as `prepareImage` does. An edit rejects if this would change the photo's size,
   * because its mask would no longer fit. Has no effect on a reference. Default false.
   */
  prepare?: boolean | PrepareOptions;
  /**
   * Puts the first output back into the original photo, as `PreparedImage.restore` does, with the mask of an edit. The render then has
   * `restored`, or `restoreError` if that failed. Needs `prepare`. Has no effect on a reference, or if `run` only waits for an
   * earlier render. Default false.
   */
  restore?: boolean | Pick<RestoreOptions, "feather" | "format" | "quality">;
}

/**
 * Options of a batch. `deadlineMs` applies to each job, from its start. After an abort of `signal`, a request that is already
 * being submitted completes, so that its id is known.
 */
export interface RunAllOptions extends Omit<RunOptions, "idempotencyKey"> {
  /** Receives each stage of each job. */
  onJob?: (index: number, progress: Progress) => void;
  /** Receives each result as soon as the job settles, in any order. */
  onSettled?: (index: number, result: PromiseSettledResult<Render>) => void;
  /** Called at the start and after each job, with the number of settled jobs (`loaded`) and of all jobs (`total`). */
  onProgress?: (progress: Progress) => void;
}

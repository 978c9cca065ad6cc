// Types of the sandbox.

/** The bytes of a JPEG or PNG file. */
export type ImageBytes = Blob | ArrayBuffer | Uint8Array;

/** How long a render stays in each status. 0 skips the status. */
export interface Speeds {
  /** Milliseconds in `queued`. Default 1500. */
  queuedMs?: number;
  /** Milliseconds in `rendering`. Default 3500. */
  renderingMs?: number;
}

/** A photo with a known result: rendering an upload that looks like `photo` returns `result`. */
export interface Fixture {
  /** The photo to recognize. */
  photo: ImageBytes;
  /** The result to return. */
  result: ImageBytes;
  /** The tool that the fixture applies to. Default `"virtual-staging"`. Renders without a tool are `"interior"` or `"exterior"`. */
  tool?: "interior" | "exterior" | "sketch" | "empty-room" | "virtual-staging" | "edit" | "upscale";
  /** Options that the request must have, such as `{ daylight: "sunset" }`. */
  when?: Record<string, string | number>;
}

/** How results deviate from the upload, as those of image services do. By default, they do not. */
export interface Results {
  /** The longer side of a result in pixels, 512 to 4096. Upscales ignore it. Default: the size of the upload. */
  size?: number;
  /** How far the image is shifted to the right and down, in pixels of the result, −3 to 3. Fractions work too. Default 0. */
  shift?: { x?: number; y?: number };
  /** How much brighter and warmer an edit is outside its mask, −0.1 to 0.1. Default 0. */
  tone?: number;
}

/** Options of `createSandbox()`. */
export interface SandboxOptions {
  /** The accepted API key. Default `"sandbox"`. */
  apiKey?: string;
  /** Credits of the account. Default −1, unlimited. A render costs 1 and an upscale 4. Failed renders are not refunded. */
  credits?: number;
  /** Seed of all ids and file names. Default 1. */
  seed?: number;
  /** The clock: returns milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** How long renders take. */
  speeds?: Speeds;
  /**
   * Hosts allowed in a `file_url`, as `"host"` or `"host:port"`. The sandbox's own host and loopback are always allowed.
   * Other hosts get the error `Invalid URL`.
   */
  allowedHosts?: string[];
  /** Photos with known results. */
  fixtures?: Fixture[];
  /** Whether the key has an account. If `false`, the account endpoint returns 404. Default `true`. */
  account?: boolean;
  /**
   * The kind of image URLs in responses. `"blob"`: object URLs, which only this page can load, until `reset()` or `free()`.
   * They are also accepted as a `file_url`. `"http"`: URLs on the request's origin, for a sandbox behind a server or
   * service worker. Default: `"blob"` in a page, `"http"` elsewhere.
   */
  outputs?: "blob" | "http";
  /** How results deviate from the upload. */
  results?: Results;
  /** Fetches photos by `file_url`. Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** A fault for the next matching requests. */
export interface Fault {
  /** The method to match. Default: any except `OPTIONS`. */
  method?: string;
  /** A path prefix, or a pattern for the whole path if it contains `*`. Default: any path. */
  path?: string;
  /** How many requests the fault applies to. Default 1. `Infinity` means all until a reset. */
  times?: number;
  /** Milliseconds to wait before the response. */
  latencyMs?: number;
  /** Responds with this status, from 200 to 599. The service then never sees the request. */
  status?: number;
  /** The body of that response: strings unchanged, anything else as JSON. Default: the documented error of the status. */
  body?: unknown;
  /** Headers to add to the response. */
  headers?: Record<string, string>;
  /**
   * Breaks the connection `"before"` the service sees the request, or `"after"` it has handled it. In the second case, the
   * render is paid for and only the response is lost.
   */
  broken?: "before" | "after";
  /** Makes the submitted render end as `failed`. So does `[fail]` in a prompt. */
  failRender?: boolean;
}

/** A received request. */
export interface ReceivedRequest {
  /** When the request arrived, by the sandbox's clock. */
  at: number;
  /** The method in uppercase, such as `"GET"`. */
  method: string;
  /** The path and query. */
  path: string;
  /** Headers, with lowercase names. The key is redacted: `authorization` is `Bearer <7 chars>`. */
  headers: Record<string, string>;
  /** Size of the body in bytes. Bodies are read up to one byte over 15 MiB. */
  bodyBytes: number;
  /** The body, if it is JSON. */
  json?: unknown;
}

/** Options of `reset()`. Default: the options that the sandbox was created with. */
export interface ResetOptions {
  /** The new credits of the account. */
  credits?: number;
  /** The new speeds of renders. */
  speeds?: Speeds;
}

/**
 * A local stand-in for the service, as a handler with the signature of `fetch`. It implements `/api/enterprise/*` and serves
 * its images under `/sandbox/uploads/*` and `/sandbox/outputs/*`. The methods below are also available over HTTP:
 * `POST /sandbox/faults`, `GET /sandbox/requests` and `POST /sandbox/reset`. `GET /sandbox/renders` returns all records.
 */
export interface Sandbox {
  /** Handles a request. Rejects with a `TypeError` if a fault breaks the connection, as `fetch` does. */
  (request: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Returns the last 1000 received requests, oldest first. */
  requests(): ReceivedRequest[];
  /** Adds a fault. Throws a `TypeError` if it is invalid or has no effect. */
  fault(fault: Fault): void;
  /** Clears uploads, renders, faults and requests, and restores the credits. Keeps fixtures. */
  reset(options?: ResetOptions): void;
  /** Frees the memory. Do not call any method after this. */
  free(): void;
}

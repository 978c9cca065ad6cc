// What a sandbox is given and gives.

/** The bytes of a JPEG or PNG file. */
export type ImageBytes = Blob | ArrayBuffer | Uint8Array;

/** How long a render stays in each state. 0 skips the state. */
export interface Speeds {
  /** Milliseconds in `queued`. Default 1500. */
  queuedMs?: number;
  /** Milliseconds in `rendering`. Default 3500. */
  renderingMs?: number;
}

/** A photo whose rendering is known: an upload that looks like `photo` comes back as `result`. */
export interface Twin {
  /** What is uploaded. */
  photo: ImageBytes;
  /** What its render is to be. */
  result: ImageBytes;
  /** The tool it stands in for. Default `"virtual-staging"`; plain renders are `"interior"` and `"exterior"`. */
  tool?: "interior" | "exterior" | "sketch" | "empty-room" | "virtual-staging" | "edit" | "upscale";
  /** Options of the request that must have these values, such as `{ daylight: "sunset" }`. */
  when?: Record<string, string | number>;
}

/** How a sandbox is set up. */
export interface SandboxOptions {
  /** The key that is let in. Default `"sandbox"`. */
  apiKey?: string;
  /** Credits of the account; −1, the default, is unlimited. A render costs 1, an upscale 4; failures are not refunded. */
  credits?: number;
  /** Decides every id and file name. Default 1. */
  seed?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** How long renders take. */
  speeds?: Speeds;
  /**
   * Hosts that a `file_url` may lie on, as `"host"` or `"host:port"`. The sandbox's own host and loopback always may;
   * any other is answered with `Invalid URL`.
   */
  allowedHosts?: string[];
  /** Photos whose rendering is known. */
  twins?: Twin[];
  /** `false`: the key is let in and has no account, so that the account endpoint answers 404. Default `true`. */
  account?: boolean;
  /**
   * The addresses that records have for their pictures. `"blob"`: object URLs, which the page itself can load, until a reset
   * or `free()`; such an address is also accepted as a `file_url`. `"http"`: addresses below that of the request, for a
   * sandbox behind a server or a service worker. Default: `"blob"` in a page, `"http"` elsewhere.
   */
  outputs?: "blob" | "http";
  /** Fetches what a `file_url` names. Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** Trouble for the next requests that match. */
export interface Fault {
  /** The method it acts on. Default: any but `OPTIONS`. */
  method?: string;
  /** A path or its beginning; with `*`, a pattern for the whole path. Default: any. */
  path?: string;
  /** How many requests it acts on. Default 1; `Infinity` for all until a reset. */
  times?: number;
  /** Milliseconds to wait before the answer. */
  latencyMs?: number;
  /** Answers this status, 200 to 599, in place of the service, which then sees nothing of the request. */
  status?: number;
  /** The body of that answer: a text as it is, anything else as JSON. Default: the documented error of the status. */
  body?: unknown;
  /** Headers of that answer, or further ones of the service's own. */
  headers?: Record<string, string>;
  /**
   * Breaks the connection `"before"` the service sees the request, or `"after"` it has done what was asked (a render is
   * bought), so that only the answer is lost.
   */
  broken?: "before" | "after";
  /** The render that the request buys ends as `failed`. So does any render with `[fail]` in its prompt. */
  failRender?: boolean;
}

/** A request that came in. */
export interface ReceivedRequest {
  /** When, by the sandbox's clock. */
  at: number;
  /** In capitals, such as `"GET"`. */
  method: string;
  /** The path and query. */
  path: string;
  /** Names in lower case. `authorization` reads `Bearer <7 chars>`: the key itself is not kept. */
  headers: Record<string, string>;
  /** The size of the body; a body is read up to one byte over 15 MiB. */
  bodyBytes: number;
  /** The body, where it is JSON. */
  json?: unknown;
}

/** What a reset may set anew; what is absent is as the sandbox was created. */
export interface ResetOptions {
  /** Credits of the account from now on. */
  credits?: number;
  /** How long renders take from now on. */
  speeds?: Speeds;
}

/**
 * A local stand-in for the service, as a `fetch`-shaped handler. It answers the paths `/api/enterprise/*`, serves its
 * pictures under `/sandbox/uploads/*` and `/sandbox/outputs/*`, and offers the methods below over HTTP as well:
 * `POST /sandbox/faults`, `GET /sandbox/requests`, `POST /sandbox/reset`, and `GET /sandbox/renders` for all records.
 */
export interface Sandbox {
  /** Answers a request. Rejects with a `TypeError` where a fault breaks the connection, as `fetch` does. */
  (request: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** What came in, oldest first; at most the last 1000. */
  requests(): ReceivedRequest[];
  /** Asks for trouble. Throws for a description it does not understand. */
  fault(fault: Fault): void;
  /** Forgets uploads, renders, faults and requests, and fills the account again. Twins stay. */
  reset(options?: ResetOptions): void;
  /** Gives the memory back. No method may be called after it. */
  free(): void;
}

/**
 * A local sandbox of the service, as a fetch handler.
 *
 * @module reroom/sandbox
 */
import type { Reply, SandboxCore } from "../../pkg/sandbox/sandbox.js";
import { imageBytes, readRequest, readResponse } from "./read-body.js";
import { checkFunction, checkObject, passOptions } from "./pass-options.js";
import { createBlobUrls, isPage } from "./blob-urls.js";
import type { BlobUrls } from "./blob-urls.js";
import { load } from "./wasm.js";
import type { Fault, ReceivedRequest, ResetOptions, Sandbox, SandboxOptions } from "./types.js";

export type * from "./types.js";

/** A fault broke the connection. A `TypeError`, like the one `fetch` rejects with. */
export class ConnectionBroken extends TypeError {
  constructor() {
    super("The connection was broken by a sandbox fault.");
  }
}

/** Time limit for fetching a `file_url`. */
const PHOTO_TIMEOUT_MS = 15_000;
const MAX_TIMES = 0xffff_ffff;
const noBody = new Uint8Array();

/**
 * Creates a local stand-in for the service. It sends no requests, except to fetch a `file_url` on an allowed host. The same
 * seed, clock and requests give the same responses.
 *
 * You can provoke every documented error: validation errors with invalid requests, `Not enough credits` with `credits`,
 * `Maximum concurrent renders reached` with an eleventh render, `Account not found` with `account: false`, and internal
 * errors with a fault, such as `{ path: "/api/enterprise/upload", status: 500 }`.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkObject(options, "The options of the sandbox");
  const { now = Date.now, fetch: fetchPhoto = globalThis.fetch, fixtures = [], outputs, ...settings } = options;
  if (outputs !== undefined && !["blob", "http"].includes(outputs))
    throw new TypeError('The option outputs must be "blob" or "http".');
  checkFunction(now, "now");
  checkFunction(fetchPhoto, "fetch");
  if (!Array.isArray(fixtures)) throw new TypeError("The option fixtures must be an array.");
  const Core = await load();
  const core = passOptions(settings, (json) => new Core(json, now()));
  const inPage = (outputs ?? (isPage() ? "blob" : "http")) === "blob";
  const blobUrls = inPage ? createBlobUrls((name) => core.file(name, now())) : undefined;
  for (const fixture of fixtures) {
    checkObject(fixture, "A fixture");
    const { photo, result, ...rule } = fixture;
    const [before, after] = [await imageBytes(photo), await imageBytes(result)];
    passOptions(rule, (json) => {
      core.addFixture(before, after, json);
    });
  }

  let isFreed = false;
  const used = () => {
    if (isFreed) throw new TypeError("This sandbox was freed with free(). Create another one.");
    return core;
  };
  // Consoles print this name.
  const sandbox = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request && !init ? input : new Request(input, init);
    request.signal.throwIfAborted();
    return handleRequest({ core: used(), blobUrls, now, fetchPhoto }, request);
  };
  return Object.assign(sandbox, {
    requests: () => JSON.parse(used().requests()) as ReceivedRequest[],
    fault: (fault: Fault) => {
      checkObject(fault, 'The fault, such as { path: "/api/enterprise/render", status: 500 },');
      const { times = 1 } = fault;
      passOptions({ ...fault, times: typeof times === "number" ? Math.min(times, MAX_TIMES) : times }, (json) => {
        used().fault(json);
      });
    },
    reset: (options: ResetOptions = {}) => {
      checkObject(options, "The options of reset()");
      passOptions(options, (json) => {
        used().reset(json, now());
      });
      blobUrls?.revokeAll();
    },
    free: () => {
      if (isFreed) return;
      isFreed = true;
      core.free();
      blobUrls?.revokeAll();
    },
  });
}

/** The parts of a sandbox. */
interface SandboxParts {
  core: SandboxCore;
  /** Set if responses use object URLs. */
  blobUrls: BlobUrls | undefined;
  now: () => number;
  fetchPhoto: typeof fetch;
}

async function handleRequest({ core, blobUrls, now, fetchPhoto }: SandboxParts, request: Request): Promise<Response> {
  const sent = await readRequest(request);
  const body = blobUrls?.toServiceUrls(request, sent) ?? sent;
  const url = blobUrls?.serviceUrlOf(request.url) ?? request.url;
  let reply = core.handle(request.method, url, JSON.stringify([...request.headers]), body, now());
  while (reply.kind === "fetch") {
    const { status, location, bytes } = await fetchPhotoBytes(reply.url, fetchPhoto, request.signal);
    const next = core.resume(reply.continuation, status, location, bytes, now());
    reply.free();
    reply = next;
  }
  try {
    await wait(reply.delayMs, request.signal);
    request.signal.throwIfAborted();
    if (reply.kind === "broken") throw new ConnectionBroken();
    return toResponse(reply, (body) => blobUrls?.toBlobUrls(request, body) ?? body);
  } finally {
    reply.free();
  }
}

function toResponse(reply: Reply, toBlobUrls: (body: Uint8Array) => Uint8Array): Response {
  const { status } = reply;
  const headers = new Headers(JSON.parse(reply.headers) as [string, string][]);
  const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = (isJson ? toBlobUrls(reply.body) : reply.body) as Uint8Array<ArrayBuffer>;
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

interface Fetched {
  /** 0 if the fetch failed or the body was too large. */
  status: number;
  location?: string;
  bytes: Uint8Array;
}

/** Fetches a photo. Does not follow redirects: the core checks their host first. */
async function fetchPhotoBytes(url: string, fetchPhoto: typeof fetch, signal: AbortSignal): Promise<Fetched> {
  try {
    const limits = AbortSignal.any([signal, AbortSignal.timeout(PHOTO_TIMEOUT_MS)]);
    const response = await fetchPhoto(url, { redirect: "manual", credentials: "omit", signal: limits });
    const location = response.headers.get("location");
    if (location !== null && response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return { status: response.status, location: new URL(location, url).href, bytes: noBody };
    }
    const bytes = await readResponse(response);
    return bytes ? { status: response.status, bytes } : { status: 0, bytes: noBody };
  } catch {
    return { status: 0, bytes: noBody };
  }
}

/** Waits, or rejects with the signal's reason if it aborts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason can be any value
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * The sandbox as a fetch handler: turns requests and answers between JavaScript and the wasm, waits and fetches.
 *
 * @module reroom/sandbox
 */
import type { Reply, SandboxCore } from "../../pkg/sandbox/sandbox.js";
import { imageBytes, readRequest, readResponse } from "./bodies.js";
import { createPictures, isPage } from "./pictures.js";
import type { Pictures } from "./pictures.js";
import { load } from "./wasm.js";
import type { Fault, ReceivedRequest, ResetOptions, Sandbox, SandboxOptions } from "./types.js";

export type * from "./types.js";

/** A fault broke the connection. A `TypeError`, as `fetch` rejects with when a connection breaks. */
export class ConnectionBroken extends TypeError {
  constructor() {
    super("The connection was broken, as a fault of the sandbox asked for");
  }
}

/** So long may a `file_url` take. */
const photoTimeoutMs = 15_000;
const mostTimes = 0xffff_ffff;
const noBody = new Uint8Array();

/**
 * Makes a local stand-in for the whole service. Nothing leaves this machine, but for photos that a `file_url` names on
 * an allowed host. The same seed, clock and requests give the same answers.
 *
 * Every documented error can be had: the refusals by requests that deserve them, `Not enough credits` by `credits`,
 * `Maximum concurrent renders reached` by an eleventh render, `Account not found` by `account: false`, and what only
 * goes wrong inside the service by a fault, such as `{ path: "/api/enterprise/upload", status: 500 }`.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now, fetch: fetchPhoto = globalThis.fetch, twins = [], outputs, ...settings } = options;
  if (outputs !== undefined && !["blob", "http"].includes(outputs))
    throw new TypeError('The option outputs must be "blob" or "http".');
  const Core = await load();
  const core = new Core(JSON.stringify(settings), now());
  const inPage = (outputs ?? (isPage() ? "blob" : "http")) === "blob";
  const pictures = inPage ? createPictures((name) => core.file(name, now())) : undefined;
  for (const { photo, result, ...rule } of twins)
    core.addTwin(await imageBytes(photo), await imageBytes(result), JSON.stringify(rule));

  const handle = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request && !init ? input : new Request(input, init);
    request.signal.throwIfAborted();
    return answer({ core, pictures, now, fetchPhoto }, request);
  };
  return Object.assign(handle, {
    requests: () => JSON.parse(core.requests()) as ReceivedRequest[],
    fault: (fault: Fault) => {
      core.fault(JSON.stringify({ ...fault, times: Math.min(fault.times ?? 1, mostTimes) }));
    },
    reset: (anew: ResetOptions = {}) => {
      core.reset(JSON.stringify(anew), now());
      pictures?.forget();
    },
    free: () => {
      core.free();
      pictures?.forget();
    },
  });
}

/** What a sandbox answers with. */
interface Service {
  core: SandboxCore;
  /** Where records have addresses that the page can load. */
  pictures: Pictures | undefined;
  now: () => number;
  fetchPhoto: typeof fetch;
}

async function answer({ core, pictures, now, fetchPhoto }: Service, request: Request): Promise<Response> {
  const sent = await readRequest(request);
  const body = pictures?.takeIn(request, sent) ?? sent;
  const url = pictures?.addressOf(request.url) ?? request.url;
  let reply = core.handle(request.method, url, JSON.stringify([...request.headers]), body, now());
  while (reply.kind === "fetch") {
    const { status, location, bytes } = await fetched(reply.url, fetchPhoto, request.signal);
    const next = core.resume(reply.continuation, status, location, bytes, now());
    reply.free();
    reply = next;
  }
  try {
    await pause(reply.delayMs, request.signal);
    request.signal.throwIfAborted();
    if (reply.kind === "broken") throw new ConnectionBroken();
    return toResponse(reply, (body) => pictures?.giveOut(request, body) ?? body);
  } finally {
    reply.free();
  }
}

function toResponse(reply: Reply, giveOut: (body: Uint8Array) => Uint8Array): Response {
  const { status } = reply;
  const headers = new Headers(JSON.parse(reply.headers) as [string, string][]);
  const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
  const body = (isJson ? giveOut(reply.body) : reply.body) as Uint8Array<ArrayBuffer>;
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

interface Fetched {
  /** 0 where nothing came, or more than the service takes. */
  status: number;
  location?: string;
  bytes: Uint8Array;
}

/** Fetches a photo. Redirects are handed back: whether their host is allowed is decided by the core. */
async function fetched(url: string, fetchPhoto: typeof fetch, signal: AbortSignal): Promise<Fetched> {
  try {
    const limits = AbortSignal.any([signal, AbortSignal.timeout(photoTimeoutMs)]);
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

/** Waits, or rejects with the signal's reason as soon as it fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason is what it is
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

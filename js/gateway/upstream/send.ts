// One exchange with the service: the only place that knows the key.
import { isRecord } from "./bodies.js";
import type { Settings } from "./options.js";
import { createRedaction } from "./redact.js";
import { Refused } from "./replies.js";
import { createWatch } from "./watch.js";
import type { Watch } from "./watch.js";

/** A request to the service. */
export interface Call {
  method: "GET" | "POST";
  /** Below the upstream's address. */
  path: string;
  contentType?: string;
  /** Made for the exchange that it goes into. */
  body?: (watch: Watch) => ReadableStream<Uint8Array>;
  /** No progress for this long ends it. */
  timeoutMs: number;
}

/** An answer of the service, without its key. */
export interface Answer {
  status: number;
  /** Seconds, where the service named some. */
  retryAfter: string | undefined;
  /** `undefined` where it was no JSON object. */
  body: Record<string, unknown> | undefined;
}

/** Why there is no answer. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";

  constructor(
    /** `unreachable`: no connection came about, so the service knows nothing of the request. */
    readonly kind: "unreachable" | "lost" | "stalled" | "redirected",
    options?: ErrorOptions,
  ) {
    super(messages[kind], options);
  }
}

const messages = {
  unreachable: "The service could not be reached",
  lost: "The connection to the service broke",
  stalled: "The service made no progress for too long",
  redirected: "The service answered with a redirect, which is not followed",
};

/** More than any documented answer has. */
const mostBytes = 1024 * 1024;

export type Send = (call: Call) => Promise<Answer>;

/** Sends requests with the key. Rejects with a `NoAnswer`, or the `Refused` of a body that was cut off. */
export function createSend({ apiKey, upstream, fetch }: Settings): Send {
  const redact = createRedaction(apiKey);
  return async (call) => {
    const watch = createWatch(call.timeoutMs, () => new NoAnswer("stalled"));
    try {
      const response = await Promise.race([fetch(build(call, upstream, apiKey, watch)), watch.givenUp]);
      if (isRedirect(response)) throw new NoAnswer("redirected");
      return await read(response, watch, redact);
    } catch (error) {
      throw error instanceof Refused ? error : noAnswer(error);
    } finally {
      watch.end();
    }
  };
}

function build(call: Call, upstream: string, apiKey: string, watch: Watch): Request {
  const { method, path, contentType, body } = call;
  const headers = new Headers({ accept: "application/json", authorization: `Bearer ${apiKey}` });
  if (contentType !== undefined) headers.set("content-type", contentType);
  const { signal } = watch;
  const init: RequestInit = { method, headers, signal, redirect: "manual", ...uncached() };
  if (body) Object.assign(init, { body: body(watch), duplex: "half" });
  return new Request(upstream + path, init);
}

/** Frameworks cache GETs, and a cached status would never change. Some workers know no such setting, and throw at it. */
function uncached(): RequestInit {
  const init: RequestInit = { cache: "no-store" };
  try {
    new Request("https://reroom.ai", init);
    return init;
  } catch {
    return {};
  }
}

/** Where redirects are not followed, a page's platform hides what they are behind a status of 0. */
function isRedirect(response: Response): boolean {
  return (
    response.type === "opaqueredirect" || response.status === 0 || (response.status >= 300 && response.status < 400)
  );
}

async function read(response: Response, watch: Watch, redact: (body: unknown) => unknown): Promise<Answer> {
  const reader = response.body?.getReader();
  let text = "";
  let length = 0;
  const decoder = new TextDecoder();
  try {
    while (reader) {
      const { done, value } = await Promise.race([reader.read(), watch.givenUp]);
      if (done) break;
      watch.progress();
      length += value.byteLength;
      if (length > mostBytes)
        throw new NoAnswer("lost", { cause: new Error(`an answer of more than ${mostBytes} bytes`) });
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader?.cancel().catch(() => undefined);
  }
  const seconds = response.headers.get("retry-after") ?? "";
  const retryAfter = /^\d{1,6}$/.test(seconds) ? seconds : undefined;
  return { status: response.status, retryAfter, body: parse(text, redact) };
}

function parse(text: string, redact: (body: unknown) => unknown): Record<string, unknown> | undefined {
  try {
    const body = redact(JSON.parse(text));
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Where a connection never came about, Node and Deno say so. */
const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function noAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = isRecord(cause) ? cause["code"] : undefined;
  return new NoAnswer(typeof code === "string" && unreachable.has(code) ? "unreachable" : "lost", { cause: error });
}

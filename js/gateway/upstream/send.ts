// Sends one request to the service. Only this file sends the API key.
import { HttpError } from "../http/http-error.js";
import { createIdleTimeout } from "../http/idle-timeout.js";
import type { IdleTimeout } from "../http/idle-timeout.js";
import { isRecord } from "../is-record.js";
import type { Settings } from "../options/read-options.js";
import { UpstreamError, toUpstreamError } from "./upstream-error.js";

/** A request to the service. */
export interface UpstreamRequest {
  method: "GET" | "POST";
  /** Relative to the service's address. */
  path: string;
  contentType?: string;
  /** Creates the body for an exchange. */
  body?: (exchange: IdleTimeout) => ReadableStream<Uint8Array>;
  /** The whole response must arrive this long after the last progress of the request's body. */
  timeoutMs: number;
}

/** A response of the service, with the API key redacted. */
export interface UpstreamResponse {
  status: number;
  /** The `Retry-After` header, if it is a number of seconds. */
  retryAfter: string | undefined;
  /** `undefined` if the body is not a JSON object. */
  body: Record<string, unknown> | undefined;
}

/** More than any documented response has. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

/** Rejects with an `UpstreamError`, or with the `HttpError` of a request body that could not be read. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamResponse>;

/** Creates the function that sends requests with the API key. */
export function createSend({ apiKeys, upstream, fetch, emit }: Settings): Send {
  const getKey = (): Promise<string> =>
    apiKeys.get().catch((error: unknown) => {
      emit({ type: "failed", component: "apiKey", error });
      throw new UpstreamError("no-key", { cause: error });
    });
  return async (request) => {
    const apiKey = await getKey();
    const exchange = createIdleTimeout(request.timeoutMs, () => new UpstreamError("timeout"));
    try {
      const response = await Promise.race([
        fetch(buildRequest(request, upstream, apiKey, exchange)),
        exchange.canceled,
      ]);
      if (isRedirect(response)) throw new UpstreamError("redirect");
      if (response.status === 401)
        emit({ type: "failed", component: "apiKey", error: new Error("The ReRoom service rejected the API key.") });
      return await readResponse(response, exchange, apiKeys.redact);
    } catch (error) {
      throw error instanceof HttpError ? error : toUpstreamError(error);
    } finally {
      exchange.end();
    }
  };
}

function buildRequest(request: UpstreamRequest, upstream: string, apiKey: string, exchange: IdleTimeout): Request {
  const { method, path, contentType, body } = request;
  const headers = new Headers({ accept: "application/json", authorization: `Bearer ${apiKey}` });
  if (contentType !== undefined) headers.set("content-type", contentType);
  const { signal } = exchange;
  const init: RequestInit = { method, headers, signal, redirect: "manual", ...disableCache() };
  if (body) Object.assign(init, { body: body(exchange), duplex: "half" });
  return new Request(upstream + path, init);
}

/** Some frameworks cache GET requests, which would freeze a render's status. Some workers throw if `cache` is set. */
function disableCache(): RequestInit {
  const init: RequestInit = { cache: "no-store" };
  try {
    new Request("https://reroom.ai", init);
    return init;
  } catch {
    return {};
  }
}

/** Browsers report a redirect that is not followed with status 0. */
function isRedirect(response: Response): boolean {
  return (
    response.type === "opaqueredirect" || response.status === 0 || (response.status >= 300 && response.status < 400)
  );
}

async function readResponse(
  response: Response,
  exchange: IdleTimeout,
  redact: (body: unknown) => unknown,
): Promise<UpstreamResponse> {
  const text = await readText(response, exchange);
  const seconds = response.headers.get("retry-after") ?? "";
  const retryAfter = /^\d{1,6}$/.test(seconds) ? seconds : undefined;
  return { status: response.status, retryAfter, body: parseObject(text, redact) };
}

async function readText(response: Response, exchange: IdleTimeout): Promise<string> {
  const reader = response.body?.getReader();
  let text = "";
  let length = 0;
  const decoder = new TextDecoder();
  try {
    while (reader) {
      const { done, value } = await Promise.race([reader.read(), exchange.canceled]);
      if (done) break;
      length += value.byteLength;
      if (length > MAX_RESPONSE_BYTES) {
        const cause = new Error(`The response is larger than ${MAX_RESPONSE_BYTES} bytes.`);
        throw new UpstreamError("disconnected", { cause });
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader?.cancel().catch(() => undefined);
  }
  return text;
}

function parseObject(text: string, redact: (body: unknown) => unknown): Record<string, unknown> | undefined {
  try {
    const body = redact(JSON.parse(text));
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

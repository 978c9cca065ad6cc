// Hosts reference images at the gateway, whose option `references` stores them.
import { ReRoomError } from "../client/index.js";
import type { ErrorCode } from "../client/index.js";
import type { HostImage } from "./reference-types.js";

/** Options of `createImageHost`. They are the same as the client's. */
export interface ImageHostOptions {
  /** Headers of each request, such as a token, or a function that returns them. */
  readonly headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /** Whether cookies are sent. Default `"same-origin"`. */
  readonly credentials?: RequestCredentials;
  /** Replaces the platform's `fetch`. */
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 60_000;

/**
 * Returns a `hostImage` for a gateway with the option `references`. `baseUrl` is the same as the client's, such as
 * `"/reroom"`. `isAvailable()` resolves to false if the gateway does not store images.
 */
export function createImageHost(baseUrl: string, options: ImageHostOptions = {}): HostImage {
  const url = `${baseUrl.replace(/\/$/, "")}/api/enterprise/references`;
  const { credentials = "same-origin", fetch = globalThis.fetch } = options;

  async function send(signal: AbortSignal | undefined, body?: Blob): Promise<Response> {
    const headers = typeof options.headers === "function" ? await options.headers() : (options.headers ?? {});
    const controller = new AbortController();
    const abort = () => {
      controller.abort();
    };
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    const timer = setTimeout(abort, TIMEOUT_MS);
    try {
      const init = body ? { method: "POST", body, headers: { ...headers, "content-type": body.type } } : { headers };
      // Reads the body here, so that the time limit includes it.
      const response = await fetch(url, { ...init, credentials, cache: "no-store", signal: controller.signal });
      return new Response(await response.blob(), response);
    } catch (cause) {
      const code = signal?.aborted ? "aborted" : controller.signal.aborted ? "timeout" : "network";
      throw new ReRoomError(code, "The gateway did not respond. Check the connection, then try again.", { cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  const hostImage = async (image: Blob, { signal }: { readonly signal: AbortSignal }): Promise<string> => {
    const response = await send(signal, image);
    const { url: hosted, err } = (await response.json().catch(() => ({}))) as { url?: string; err?: string };
    if (response.ok && hosted !== undefined) return hosted;
    const { status } = response;
    throw new ReRoomError(codes[status] ?? "service_failed", err ?? `The gateway responded with ${status}.`, {
      status,
    });
  };

  const isAvailable = async (): Promise<boolean> => {
    const response = await send(undefined);
    const { enabled } = (await response.json().catch(() => ({}))) as { enabled?: boolean };
    return enabled === true;
  };

  return Object.assign(hostImage, { isAvailable });
}

const codes: Partial<Record<number, ErrorCode>> = {
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
  413: "invalid_image",
  415: "invalid_image",
};

// Returns a reference image to everyone who has its URL, such as the service.
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "../http/http-error.js";
import { createShares } from "../http/shares.js";
import type { Settings } from "../options/read-options.js";
import type { References } from "../references/references.js";
import { unref } from "../timeout.js";

export type GetReference = (method: string, name: string) => Promise<Response>;

/** Images in memory until they have been sent. `perUser` is per image. */
const READS = { total: 32, perUser: 4 };

/** Whatever an image contains, browsers only display it. They do not run it, store it, or embed it in other sites. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "accept-ranges": "none",
  "x-robots-tag": "noindex",
};

export function createGetReference({ timeouts }: Settings, references: References | undefined): GetReference {
  const reads = createShares(READS);
  return async (method, name) => {
    if (!references) throw new HttpError(404, "Not found");
    if (reads.take(name, 1))
      throw new HttpError(503, "The server is busy. Try again in a few seconds.", buildRetryAfter(RETRY_AFTER_MS));
    const release = once(() => {
      reads.giveBack(name, 1);
    });
    try {
      const image = await references.read(name);
      if (!image) throw new HttpError(404, "Reference image not found");
      const { type, bytes } = image;
      const headers = { ...HEADERS, "content-type": type, "content-length": String(bytes.length) };
      if (method !== "HEAD") return new Response(streamBytes(bytes, timeouts.upstreamMs, release), { headers });
      release();
      return new Response(null, { headers });
    } catch (error) {
      release();
      throw error;
    }
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

const MAX_CHUNK_BYTES = 64 * 1024;

/** A stream that fails after `ms`, so that slow clients do not keep images in memory. Calls `onEnd` when it ends for any reason. */
function streamBytes(bytes: Uint8Array, ms: number, onEnd: () => void): ReadableStream<Uint8Array> {
  let rest = bytes;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    rest = new Uint8Array();
    onEnd();
  };
  return new ReadableStream(
    {
      start(controller) {
        timer = setTimeout(() => {
          controller.error(new Error("The client took too long to read the image."));
          end();
        }, ms);
        unref(timer);
      },
      pull(controller) {
        controller.enqueue(rest.slice(0, MAX_CHUNK_BYTES));
        rest = rest.subarray(MAX_CHUNK_BYTES);
        if (rest.length > 0) return;
        controller.close();
        end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

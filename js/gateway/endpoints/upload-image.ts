// Streams a photo to the service.
import type { Caller } from "../caller.js";
import { signFileName } from "../file-names.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "../http/http-error.js";
import { readMediaType } from "../http/read-media-type.js";
import { streamPhoto } from "../http/photo-stream.js";
import { createShares } from "../http/shares.js";
import type { Refusal } from "../http/shares.js";
import type { Settings } from "../options/read-options.js";
import type { SignedValues } from "../signed-values.js";
import { forwardResponse, sendUnpaid } from "../upstream/responses.js";
import type { Send } from "../upstream/send.js";

export type UploadImage = (request: Request, path: string, caller: Caller) => Promise<Response>;

const MEDIA_TYPES = new Set(["image/jpeg", "image/jpg", "image/png"]);

/** Concurrent uploads. Each uses a connection to the service. */
const UPLOADS = { total: 128, perUser: 16 };

export function createUploadImage({ timeouts }: Settings, send: Send, fileNames: SignedValues): UploadImage {
  const uploads = createShares(UPLOADS);
  return async (request, path, caller) => {
    const { user } = caller;
    const contentType = readMediaType(request);
    if (!MEDIA_TYPES.has(contentType)) throw new HttpError(415, "JPEG and PNG files only");
    const refusal = uploads.take(user, 1);
    if (refusal) throw createUploadError(refusal);
    try {
      const response = await sendUnpaid(send, {
        method: "POST",
        path,
        contentType,
        body: streamPhoto(request, timeouts.bodyMs),
        // Longer than `bodyMs`, so that a stalled client gets the error for slow bodies.
        timeoutMs: timeouts.upstreamMs + timeouts.bodyMs,
      });
      return forwardResponse(await signFileName(response, fileNames, caller));
    } finally {
      uploads.giveBack(user, 1);
    }
  };
}

function createUploadError(refusal: Refusal): HttpError {
  const retryAfter = buildRetryAfter(RETRY_AFTER_MS);
  return refusal === "share"
    ? new HttpError(429, "You are uploading too many photos at once. Try again in a few seconds.", retryAfter)
    : new HttpError(503, "The server is handling too many uploads. Try again in a few seconds.", retryAfter);
}

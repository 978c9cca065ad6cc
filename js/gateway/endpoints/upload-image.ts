// Streams a photo to the service.
import { HttpError } from "../http/http-error.js";
import { readMediaType } from "../http/read-media-type.js";
import { streamPhoto } from "../http/photo-stream.js";
import type { Settings } from "../options/read-options.js";
import { forwardResponse, sendUnpaid } from "../upstream/responses.js";
import type { Send } from "../upstream/send.js";

export type UploadImage = (request: Request, path: string) => Promise<Response>;

const MEDIA_TYPES = new Set(["image/jpeg", "image/jpg", "image/png"]);

export function createUploadImage({ timeouts }: Settings, send: Send): UploadImage {
  return async (request, path) => {
    const contentType = readMediaType(request);
    if (!MEDIA_TYPES.has(contentType)) throw new HttpError(415, "JPEG and PNG files only");
    const response = await sendUnpaid(send, {
      method: "POST",
      path,
      contentType,
      body: streamPhoto(request, timeouts.bodyMs),
      // Longer than `bodyMs`, so that a stalled client gets the error for slow bodies.
      timeoutMs: timeouts.upstreamMs + timeouts.bodyMs,
    });
    return forwardResponse(response);
  };
}

// A photo on its way to the service: streamed, so that no more of it is in memory than is under way.
import { passOn, refusalOfSilence } from "./answers.js";
import { mediaType, passPhoto } from "./bodies.js";
import type { Settings } from "./options.js";
import { Refused } from "./replies.js";
import type { Send } from "./upstream.js";

/** Passes a photo on. */
export type Upload = (request: Request, path: string) => Promise<Response>;

const types = new Set(["image/jpeg", "image/jpg", "image/png"]);

export function createUpload({ timeouts }: Settings, send: Send): Upload {
  return async (request, path) => {
    const contentType = mediaType(request);
    if (!types.has(contentType)) throw new Refused(415, "JPEG and PNG files only");
    const answer = await send({
      ...{ method: "POST", path, contentType },
      body: passPhoto(request, timeouts.bodyMs),
      // A caller who pauses is waited for by the photo's own clock.
      timeoutMs: timeouts.upstreamMs + timeouts.bodyMs,
    }).catch((error: unknown) => {
      throw refusalOfSilence(error);
    });
    return passOn(answer);
  };
}

// Takes the place of imaging/js/raster.js in Node, Deno and Bun, which have no canvas.
import { decodePixels, tryDecode } from "./codec.js";
import { compose, type Ask, type ComposeJob } from "./compose.js";
import type { StretchEdge } from "./edges.js";
import { hasSharp } from "./require-sharp.js";
import type { Pixels } from "./pixels.js";
import { redraw, type Done, type RedrawJob } from "./redraw.js";

/** Decodes a photo and discards the result. Resolves to the error, or to `undefined` on success and without sharp. */
export async function tryDecoding(file: Blob): Promise<{ cause: unknown } | undefined> {
  if (!hasSharp()) return undefined;
  return tryDecode(file).then(
    () => undefined,
    (cause: unknown) => ({ cause }),
  );
}

/** Decodes an image as displayed, and scales it if a size is given. */
export async function decode(
  file: Blob,
  { resizeWidth, resizeHeight }: { resizeWidth?: number; resizeHeight?: number } = {},
): Promise<Pixels> {
  const image = await decodePixels(file, { orients: true });
  if (!resizeWidth || !resizeHeight) return image;
  return decodePixels(image, { part: [0, 0, image.width, image.height], size: [resizeWidth, resizeHeight] });
}

/** Does a job. Rejects only if `answer` does. */
export const draw = (job: RedrawJob | ComposeJob, answer: Ask, stretchEdge: StretchEdge): Promise<Done> =>
  "result" in job ? compose(job, answer) : redraw(job, stretchEdge);

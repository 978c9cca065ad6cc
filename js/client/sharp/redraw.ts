// Redraws a photo for `prepareImage`. What a browser's worker does in imaging/js/raster.js.
import { decodePixels, encode } from "./codec.js";
import { stretchEdges, type StretchEdge } from "./edges.js";
import { flatten, isBlank, Pixels, place, type Matrix, type Rect } from "./pixels.js";

/** See `Job` in imaging/js/raster.js. */
export interface RedrawJob {
  source: Blob | Pixels;
  part: Rect;
  size: [width: number, height: number];
  width: number;
  height: number;
  target: Rect;
  matrix: Matrix;
  extend?: boolean;
  attempts: [type: string, quality: number, fill: boolean][];
  maxBytes: number;
}

/** The result of a job: a file, or the step that failed. */
export type Done = { blob?: Blob } | { step: "decode" | "result" | "draw"; cause: unknown };

/** Does a job. */
export async function redraw(job: RedrawJob, stretchEdge: StretchEdge): Promise<Done> {
  const { source, part, size, width, height, target, matrix, extend, attempts, maxBytes } = job;
  let step: "decode" | "draw" = "decode";
  try {
    const image = await decodePixels(source, { part, size, matrix });
    step = "draw";
    if (isBlank(image)) return { step, cause: undefined };
    const canvas = image.width === width && image.height === height ? image : new Pixels(width, height);
    if (canvas !== image) place(image, canvas, target[0], target[1]);
    if (extend) {
      flatten(canvas);
      stretchEdges(canvas, target, stretchEdge);
    }
    let blob: Blob | undefined;
    for (const [type, quality, fill] of attempts) {
      if (fill) flatten(canvas);
      blob = await encode(canvas, type, quality);
      if (blob.size <= maxBytes) break;
    }
    return { ...(blob && { blob }) };
  } catch (cause) {
    return { step, cause };
  }
}

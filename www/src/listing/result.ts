// Converts a finished render into a gallery result.
import type { JobParams, Render } from "reroom";
import type { Result } from "./shelf.js";

/**
 * Loads the result; `undefined` if the image cannot be loaded. `renders` are all renders from the photo to the result, and
 * `before` is the photo that the first of them altered.
 */
export async function resultOf(
  render: Render,
  renders: readonly (JobParams | Render)[],
  before = render.source,
): Promise<Result | undefined> {
  const [after] = render.outputs;
  if (after === undefined) return undefined;
  // Loads the image with CORS so that it can be downloaded; without CORS, it can only be shown.
  const picture = await load(after, "anonymous").catch(() => load(after, null).catch(() => undefined));
  if (!picture) return undefined;
  // Compares with the uploaded photo, because its aspect ratio may differ from the original file's.
  const { naturalWidth: width, naturalHeight: height } = picture;
  return { before: before ?? "", after, width, height, renders };
}

async function load(src: string, crossOrigin: "anonymous" | null): Promise<HTMLImageElement> {
  const picture = new Image();
  Object.assign(picture, { crossOrigin, src });
  await picture.decode();
  return picture;
}

// Converts a finished render into a gallery result.
import type { JobParams, Render } from "reroom";
import type { Result } from "./shelf.js";

/** Loads the result; `undefined` if the image cannot be loaded. */
export async function resultOf(render: Render, params: JobParams | undefined): Promise<Result | undefined> {
  const [after] = render.outputs;
  if (after === undefined) return undefined;
  // Loads the image with CORS so that it can be downloaded; without CORS, it can only be shown.
  const picture = await load(after, "anonymous").catch(() => load(after, null).catch(() => undefined));
  if (!picture) return undefined;
  // Compares with the uploaded photo, because its aspect ratio may differ from the original file's.
  const { naturalWidth: width, naturalHeight: height } = picture;
  return { before: render.source ?? "", after, width, height, renders: [params ? withoutMask(params) : render] };
}

/** Masks are large, and a disclosure does not need them. */
function withoutMask(params: JobParams): JobParams {
  return params.tool === "edit" ? { ...params, mask: "" } : params;
}

async function load(src: string, crossOrigin: "anonymous" | null): Promise<HTMLImageElement> {
  const picture = new Image();
  Object.assign(picture, { crossOrigin, src });
  await picture.decode();
  return picture;
}

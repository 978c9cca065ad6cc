// From a finished render to a picture of the gallery.
import type { Render } from "reroom";
import type { Result } from "./shelf.js";

/** The pictures before and after, once the latter is loaded; nothing where it cannot be. */
export async function resultOf(render: Render): Promise<Result | undefined> {
  const [after] = render.outputs;
  if (after === undefined) return undefined;
  // As one that is read when it is downloaded; where its host does not allow that, as one that is shown only.
  const picture = await load(after, "anonymous").catch(() => load(after, null).catch(() => undefined));
  if (!picture) return undefined;
  // The source is what was uploaded: of the same shape as the result, which a mended photo's file need not be.
  return { before: render.source ?? "", after, width: picture.naturalWidth, height: picture.naturalHeight };
}

async function load(src: string, crossOrigin: "anonymous" | null): Promise<HTMLImageElement> {
  const picture = new Image();
  Object.assign(picture, { crossOrigin, src });
  await picture.decode();
  return picture;
}

// Creates mask editors for the image to work on. Loaded when the first one is created. Imports only types from the rest of the studio,
// so that bundlers do not split it.
import { ReRoomError, type MaskEditor } from "../client/index.js";
import type { StudioOptions } from "./option-types.js";
import { createMaskEditor } from "./segmenting.js";
import type { Snapshot } from "./snapshot-types.js";

/** Creates an empty mask for an image. */
export async function create({ photo }: Pick<Snapshot, "photo">, options: () => StudioOptions): Promise<MaskEditor> {
  const image = photo?.source && ("arrayBuffer" in photo.source ? photo.source : await download(photo.url, options()));
  if (!image) throw new ReRoomError("invalid_request", "There is no image that can be read. Open a photo first.");
  return createMaskEditor(image, () => options().segmenter);
}

/** Undefined if its host does not let the page read it. */
async function download(url: string, { platform }: StudioOptions): Promise<Blob | undefined> {
  const response = await (platform?.fetchImage ?? fetch)(url).catch(() => undefined);
  return response?.ok ? response.blob() : undefined;
}

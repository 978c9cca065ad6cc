// Creates mask editors for the image to work on. Loaded when the first one is created. Imports only types from the rest of the studio,
// so that bundlers do not split it.
import { ReRoomError, type MaskEditor } from "../client/index.js";
import type { Photo } from "./photo-types.js";
import type { Platform } from "./platform.js";
import type { Segmenter } from "./segmenter-types.js";
import { createMaskEditor } from "./segmenting.js";

/** Creates an empty mask for an image. */
export async function createEditorOf(
  photo: Photo | undefined,
  platform: Platform,
  segmenter: () => Segmenter | undefined,
): Promise<MaskEditor> {
  const image = photo?.source && ("arrayBuffer" in photo.source ? photo.source : await download(photo.url, platform));
  if (!image) throw new ReRoomError("invalid_request", "There is no image that can be read. Open a photo first.");
  return createMaskEditor(image, segmenter);
}

/** Undefined if its host does not let the page read it. */
async function download(url: string, platform: Platform): Promise<Blob | undefined> {
  const response = await platform.fetchImage(url).catch(() => undefined);
  return response?.ok ? response.blob() : undefined;
}

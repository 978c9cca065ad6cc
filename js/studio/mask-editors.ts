// Creates mask editors for the image to work on.
import { ReRoomError, type MaskEditor } from "../client/index.js";
import { isBlob } from "./photo.js";
import type { Platform } from "./platform.js";
import type { Segmenter } from "./segmenter-types.js";
import type { Snapshot } from "./snapshot-types.js";
import type { State } from "./state.js";
import type { Store } from "./store.js";

export function createMaskEditors(
  { getSnapshot }: Store<State, Snapshot>,
  platform: () => Platform,
  segmenter: () => Segmenter | undefined,
): () => Promise<MaskEditor> {
  return async () => {
    const { photo } = getSnapshot();
    const image = photo?.source && (isBlob(photo.source) ? photo.source : await download(photo.url));
    if (!image) throw new ReRoomError("invalid_request", "There is no image that can be read. Open a photo first.");
    const { createMaskEditor } = await import("./segmenting.js");
    return createMaskEditor(image, segmenter);
  };

  /** Undefined if its host does not let the page read it. */
  async function download(url: string): Promise<Blob | undefined> {
    const response = await platform()
      .fetchImage(url)
      .catch(() => undefined);
    return response?.ok ? response.blob() : undefined;
  }
}

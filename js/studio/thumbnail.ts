// Small pictures of photos, which fit into a storage.
import type { Thumbnail } from "./state.js";

/** The maximum length of a data URL. */
export const MAX_THUMBNAIL_LENGTH = 4096;

const dataUrl = /^data:(image\/(?:jpeg|png|webp));base64,([\w+/]+=*)$/;

/** Creates a URL for display from a data URL. Returns undefined if the picture is missing, too long or malformed. */
export function toThumbnail(data: unknown, createUrl: (file: Blob) => string): Thumbnail | undefined {
  if (typeof data !== "string" || data.length > MAX_THUMBNAIL_LENGTH) return undefined;
  const [, type, base64 = ""] = dataUrl.exec(data) ?? [];
  if (type === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return { data, url: createUrl(new Blob([bytes], { type })) };
  } catch {
    return undefined;
  }
}

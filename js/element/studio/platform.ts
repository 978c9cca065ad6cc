// What a page provides to the studio.
import type { Platform } from "../../studio/index.js";
import { createObjectUrl, revokeObjectUrl } from "../dom.js";
import { fetchImage, loadImage } from "../remote-images.js";
import { reduceImage } from "./references.js";
import { createThumbnail } from "./thumbnail.js";

export const pagePlatform: Partial<Platform> = {
  measure: async (url) => {
    const { naturalWidth: width, naturalHeight: height } = await loadImage(url);
    return { width, height };
  },
  createUrl: createObjectUrl,
  revokeUrl: revokeObjectUrl,
  fetchImage,
  reduceImage,
  thumbnail: createThumbnail,
  baseUrl: () => document.baseURI,
};

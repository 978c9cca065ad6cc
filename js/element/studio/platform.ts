// What a page provides to the studio.
import type { Platform } from "../../studio/index.js";
import { createObjectUrl, revokeObjectUrl } from "../dom.js";
import { fetchImage, loadImage } from "../remote-images.js";
import { loadLazy } from "./lazy-views.js";

export const pagePlatform: Platform = {
  measure: async (url) => {
    const { naturalWidth: width, naturalHeight: height } = await loadImage(url);
    return { width, height };
  },
  createUrl: createObjectUrl,
  revokeUrl: revokeObjectUrl,
  fetchImage,
  reduceImage: async (image) => (await loadLazy()).reduceImage(image),
  thumbnail: async (photo) => (await import("./thumbnail.js")).createThumbnail(photo),
  baseUrl: () => document.baseURI,
};

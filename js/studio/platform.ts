// What the studio needs from its platform, with defaults that work in Node and in pages.
import { inspectImage } from "../client/index.js";

/** A width and height in pixels. */
export interface Size {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** The part of `Storage` that the studio uses. */
export type StudioStorage = Pick<Storage, "getItem" | "setItem">;

/** Functions that depend on the platform. */
export interface Platform {
  /** Measures an image in pixels. Rejects if it cannot be displayed. */
  readonly measure: (url: string) => Promise<Size>;
  /** Creates a URL for a file. */
  readonly createUrl: (file: Blob) => string;
  /** Releases a URL that `createUrl` returned. */
  readonly revokeUrl: (url: string) => void;
  /** Downloads an image. */
  readonly fetchImage: (url: string) => Promise<Response>;
  /** Makes a reference image small enough to upload, as a JPEG or PNG. Rejects if it cannot be read. */
  readonly reduceImage: (image: Blob) => Promise<Blob>;
  /** Creates a small picture of a photo, as a data URL of at most 4 KB. Undefined in Node, where photos have none. */
  readonly thumbnail: ((file: Blob) => Promise<string>) | undefined;
  /** The base of relative URLs. */
  readonly baseUrl: () => string | undefined;
}

export const defaultPlatform: Platform = {
  measure: async (url) => {
    const response = await fetch(url);
    const { width, height } = await inspectImage(await response.blob());
    if (width === undefined || height === undefined) throw new Error("The image cannot be measured.");
    return { width, height };
  },
  createUrl: (file) => URL.createObjectURL(file),
  revokeUrl: (url) => {
    URL.revokeObjectURL(url);
  },
  fetchImage: (url) => fetch(url),
  reduceImage: async (image) => {
    const { mime, format } = await inspectImage(image);
    if (mime === undefined || format === "unknown") throw new Error("The image is not a JPEG or PNG.");
    return new Blob([image], { type: mime });
  },
  thumbnail: undefined,
  baseUrl: () => globalThis.location?.href,
};

// Decoders for photos that the browser may not decode. Importing `reroom/heic` registers one.
import type { WasmFile } from "./once.js";

/** The pixels of a photo. An `ImageData` has them, too. */
export interface DecodedPixels {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A decoded photo. On servers, always its pixels. */
export type DecodedImage = ImageBitmap | DecodedPixels;

/** Decodes photos of a format that browsers may not support. */
export interface ImageDecoder {
  /** The format, as in `ImageReport`. */
  readonly format: "heic";
  /**
   * Decodes a photo as displayed, in sRGB. Rejects with a `ReRoomError`: `invalid_image` if the photo cannot be decoded, and
   * `aborted` through the signal.
   */
  decode(photo: Blob, options?: { signal?: AbortSignal | undefined }): Promise<DecodedImage>;
}

interface Registry {
  decoders: Map<string, ImageDecoder>;
  /** The decoder's wasm file, if it was passed to `init()`. */
  file?: WasmFile;
}

// Shared by all copies of this module, because `reroom-element.js` contains one.
const key = Symbol.for("reroom.image-decoders");
const registry = ((globalThis as Record<symbol, unknown>)[key] ??= { decoders: new Map() }) as Registry;

/** Registers a decoder. It replaces an earlier one for the same format. */
export function registerDecoder(decoder: ImageDecoder): void {
  registry.decoders.set(decoder.format, decoder);
}

/** The decoder for a format, if one is registered. */
export const findDecoder = (format: string): ImageDecoder | undefined => registry.decoders.get(format);

/** Sets the wasm file of the HEIC decoder. By default, the package's own is loaded. */
export function giveHeicFile(given: WasmFile | undefined): void {
  if (!given) return;
  registry.file = given;
  // The file may never be needed, so its failure must not be an unhandled rejection.
  if (given instanceof Promise) given.catch(() => undefined);
}

/** The wasm file that was passed to `init()`. */
export const heicFile = (): WasmFile | undefined => registry.file;

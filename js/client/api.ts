// The exports of `reroom` and `reroom/inline`. A guard makes importing them possible without the wasm, and rejects calls
// before `init()`.
import * as wasm from "../../pkg/reroom.js";
import type { Catalog, ImageReport, ImageSource, Issue, ReRoomOptions } from "../../pkg/reroom.js";
import type { MaskOptions, MaskSource, PrepareOptions, PreparedImage } from "../../pkg/imaging.js";
import { loadImaging } from "./imaging.js";
import { requireInit } from "./load.js";

export { ReRoomError } from "./error-types.js";
export type { ErrorCode, ReRoomErrorConstructor } from "./error-types.js";
// Exports the types. The functions and classes below hide those of the same name.
export type * from "../../pkg/reroom.js";
export type {
  ImageChange,
  MaskOptions,
  MaskSource,
  OverlayOptions,
  PhotoOrSize,
  PreparedImage,
  PrepareOptions,
  ShapeOptions,
  StrokeOptions,
} from "../../pkg/imaging.js";
export { MaskEditor } from "./imaging.js";
export type { WasmFile, WasmFiles } from "./once.js";

/**
 * A client for the ReRoom Enterprise API.
 *
 * Every promise settles, and every rejection is a `ReRoomError`. You can call methods concurrently.
 */
export class ReRoom extends wasm.ReRoom {
  /** Creates a client. Sends nothing. Throws a `ReRoomError` for invalid options. */
  constructor(options?: ReRoomOptions) {
    requireInit("new ReRoom()");
    super(options);
  }
}

/**
 * Inspects a photo without decoding it, and reports whether the service accepts it.
 *
 * Reads at most 64 KB of an ordinary file. Never rejects because of a bad image: `issues` lists every problem. (API page,
 * section 1, image requirements.)
 */
export async function inspectImage(image: ImageSource): Promise<ImageReport> {
  requireInit("inspectImage()");
  return wasm.inspectImage(image);
}

/**
 * Mends what can be mended, so that the service takes the photo: orientation, size, shape, kind, bytes and metadata.
 *
 * Encodes anew only where something must change; metadata alone is taken out without touching a pixel. Colours of
 * other colour spaces are converted to sRGB. Uses the browser's decoder and encoder, which work beside the calling
 * thread; it may be called in a worker, too. Rejects with `invalid_image` where an issue stays: nothing is enlarged,
 * and what is broken or cannot be decoded is not guessed at. If the photo must be redrawn and the browser changes what
 * is read from a canvas, the issue is `canvas_protected`. (API page, section 1, image requirements.)
 */
export async function prepareImage(image: ImageSource, options?: PrepareOptions): Promise<PreparedImage> {
  const imaging = await loadImaging();
  return imaging.prepareImage(image, options);
}

/**
 * Encodes a painted mask as the PNG in base64 that an edit takes, white where the photo is to change.
 *
 * Rejects with `invalid_image` for a mask that marks nothing (`empty_mask`), for sizes other than 1 to 4096
 * (`mask_size`), for a canvas that the page may not read, and if the browser changes what is read from a canvas
 * (`canvas_protected`). (API page, section 2.6, `mask`.)
 */
export async function encodeMask(source: MaskSource, options?: MaskOptions): Promise<string> {
  const imaging = await loadImaging();
  return imaging.encodeMask(source, options);
}

/** Lists every option with its label, for building forms. Returns a new object on each call. (API page, sections 2.3 to 2.7.) */
export function catalog(): Catalog {
  requireInit("catalog()");
  return wasm.catalog();
}

/**
 * Checks a request as `render()` does, without sending it. Returns all issues at once, or an empty array. (API page, sections
 * 2.1 to 2.6.)
 */
export function validateRequest(request: unknown): Issue[] {
  requireInit("validateRequest()");
  return wasm.validateRequest(request);
}

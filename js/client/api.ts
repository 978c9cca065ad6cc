// What `reroom` and `reroom/inline` share: the wasm's exports behind a guard, so that importing needs no wasm and using
// them too early says what to do.
import * as wasm from "../../pkg/reroom.js";
import type { Catalog, ImageReport, ImageSource, Issue, ReRoomOptions } from "../../pkg/reroom.js";
import type { MaskOptions, MaskSource, PrepareOptions, PreparedImage } from "../../pkg/imaging.js";
import { loadImaging } from "./imaging.js";
import { requireInit } from "./load.js";

export { ReRoomError } from "./error-types.js";
export type { ErrorCode, ReRoomErrorConstructor } from "./error-types.js";
// The functions and the classes below hide those of the same name; what is left of this are the types.
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
 * A client of the ReRoom Enterprise API.
 *
 * Every promise it gives settles, and every rejection is a `ReRoomError`. Methods can be called side by side.
 */
export class ReRoom extends wasm.ReRoom {
  /** Makes a client; sends nothing. Throws a `ReRoomError` for options that are not usable. */
  constructor(options?: ReRoomOptions) {
    requireInit("new ReRoom()");
    super(options);
  }
}

/**
 * Finds out what a photo is and what the service would refuse about it, without decoding it.
 *
 * Reads at most 64 KB of an ordinary file. Never rejects over a bad image: whatever is wrong is in `issues`. (API
 * page, section 1, image requirements.)
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

/** Every option with its label, for building forms; a new object at each call. (API page, sections 2.3 to 2.7.) */
export function catalog(): Catalog {
  requireInit("catalog()");
  return wasm.catalog();
}

/**
 * Makes the checks that `render()` makes, and sends nothing: everything wrong at once, or an empty array. (API page,
 * sections 2.1 to 2.6.)
 */
export function validateRequest(request: unknown): Issue[] {
  requireInit("validateRequest()");
  return wasm.validateRequest(request);
}

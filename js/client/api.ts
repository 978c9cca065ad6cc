// The exports of `reroom` and `reroom/inline`. You can import them before the wasm is loaded. Calls that need the
// client fail until `init()` has finished.
import * as wasm from "../../pkg/reroom.js";
import type { Catalog, ImageReport, ImageSource, Issue, ReRoomOptions } from "../../pkg/reroom.js";
import type { MaskOptions, MaskSource, PrepareOptions, PreparedImage } from "../../pkg/imaging.js";
import { bindMethods } from "./bind-methods.js";
import { imagingCalls } from "./imaging.js";
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
  Points,
  PreparedImage,
  PrepareOptions,
  RestoredImage,
  RestoreOptions,
  RefineOptions,
  SelectionArea,
  SelectionResult,
  SelectOptions,
  ShapeOptions,
  SnapOptions,
  StrokeOptions,
} from "../../pkg/imaging.js";
export { registerDecoder } from "./image-decoders.js";
export type { DecodedImage, DecodedPixels, ImageDecoder } from "./image-decoders.js";
export { MaskEditor } from "./imaging.js";
export type { WasmFile, WasmFiles } from "./once.js";

/**
 * A client for the ReRoom Enterprise API.
 *
 * Every promise settles, and every rejection is a `ReRoomError`. You can call methods concurrently. All methods are bound, so
 * `const { run } = client` works.
 */
export class ReRoom extends wasm.ReRoom {
  /** The `baseUrl` of the options, or the service's URL. */
  readonly baseUrl: string;

  /**
   * Creates a client. Sends nothing.
   *
   * Throws a `ReRoomError` (`invalid_request`) for invalid options, and for an API key in a public page.
   */
  constructor(options?: ReRoomOptions) {
    requireInit("new ReRoom()");
    super(options);
    this.baseUrl = options?.baseUrl ?? "https://reroom.ai";
    bindMethods(this, wasm.ReRoom);
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
 * Prepares a photo so that the service accepts it: fixes its orientation, size, aspect ratio, format, file size and
 * metadata.
 *
 * Encodes the pixels again only if necessary, and then converts them to sRGB. Removing metadata alone does not change
 * them. Uses the browser's decoder and encoder in a worker, so that the page stays responsive. If the content security
 * policy has no `worker-src blob:`, it works without one. You can also call it in a worker. On servers, it needs the package
 * `sharp`, unless the pixels stay the same.
 *
 * Rejects with `invalid_request` for invalid options, and with `invalid_image` if the photo cannot be fixed: photos are
 * never enlarged, and damaged image data is not repaired. If the photo must be redrawn and the browser alters canvas
 * data, the issue is `canvas_protected`. (API page, section 1, image requirements.)
 */
export function prepareImage(image: ImageSource, options?: PrepareOptions): Promise<PreparedImage> {
  return imagingCalls.prepareImage(image, options);
}

/**
 * Encodes a painted mask as the base64 PNG that an edit needs. By default, white marks the area to change.
 *
 * Rejects with `invalid_request` for invalid options, and with `invalid_image` if the mask is empty (`empty_mask`), if
 * only one of `width` and `height` is set (`required`), if a side of the result is 0 or over 4096 pixels (`mask_size`),
 * if the page may not read the canvas, or if the browser alters canvas data (`canvas_protected`). (API page, section
 * 2.6, `mask`.)
 */
export function encodeMask(source: MaskSource, options?: MaskOptions): Promise<string> {
  return imagingCalls.encodeMask(source, options);
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

// The imaging module: masks and photo preparation. It is loaded when something first needs it.
import { inspectPhoto, provideImaging } from "../../pkg/reroom.js";
import type * as Imaging from "../../pkg/imaging.js";
import type { PhotoOrSize } from "../../pkg/imaging.js";
import { bindMethods } from "./bind-methods.js";
import { ReRoomError } from "./error-types.js";
import { findDecoder } from "./image-decoders.js";
import { once } from "./once.js";
import type { WasmFile } from "./once.js";

/** Loads the module. Each entry point provides a loader. */
export type ImagingLoader = (given: WasmFile | undefined) => Promise<typeof Imaging>;

const imaging = once<typeof Imaging>("imaging_bg.wasm");
let importLoader: () => Promise<{ load: ImagingLoader }>;
let loadClient: () => Promise<unknown>;
let file: WasmFile | undefined;

/** Sets how this entry point loads the module, and the client, which inspects photos for it. Loads nothing yet. */
export function useImaging(loader: typeof importLoader, init: typeof loadClient): void {
  importLoader = loader;
  loadClient = init;
  provideImaging(loadImaging);
}

/** Sets the module's wasm file. By default, the package's own is loaded. */
export function giveImagingFile(given: WasmFile | undefined): void {
  if (!given) return;
  file = given;
  // The file may never be needed, so its failure must not be an unhandled rejection.
  if (given instanceof Promise) given.catch(() => undefined);
}

/** Loads the module once. */
export const loadImaging = (): Promise<typeof Imaging> =>
  imaging(async () => {
    const { load } = await importLoader();
    const module = await load(file);
    module.provideClient({
      ReRoomError,
      findDecoder,
      inspectPhoto: async (photo: unknown) => {
        await loadClient();
        return inspectPhoto(photo);
      },
    });
    Object.setPrototypeOf(module.MaskEditor.prototype, MaskEditor.prototype);
    return module;
  });

/** What the exported functions call. On servers, these are replaced to show their callers. */
export const imagingCalls = {
  prepareImage: async (...args: Parameters<typeof Imaging.prepareImage>) => (await loadImaging()).prepareImage(...args),
  encodeMask: async (...args: Parameters<typeof Imaging.encodeMask>) => (await loadImaging()).encodeMask(...args),
};

// Its instances are those of the module's class, which inherits this one once the module is loaded.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface MaskEditor extends Imaging.MaskEditor {}

/**
 * A mask being painted. It has the size of the photo, regardless of the size on screen.
 *
 * The mask starts empty. All coordinates are in pixels of the photo, from its top left corner, and may lie outside the
 * photo. Pass the editor to `encodeMask`, or to `run` as the `mask` of an edit. It takes one byte per pixel, and up to
 * 64 MiB for undo. `free()` releases this memory. All methods are bound, so `onClick={editor.undo}` works.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-extraneous-class
export class MaskEditor {
  private constructor() {
    throw new ReRoomError("invalid_request", "Use `await MaskEditor.create(photo)`, not `new`.");
  }

  /**
   * Creates an empty mask for a photo, at its displayed size, or for a given size. Each side can be 1 to 4096 pixels.
   *
   * Needs no `init()`. A photo loads the client's WebAssembly if it is not loaded yet. Rejects with `invalid_request` for other
   * sizes, and with `invalid_image` for what is not a photo, and if the photo's size cannot be read.
   */
  static async create(photo: PhotoOrSize): Promise<MaskEditor> {
    const { MaskEditor: editors } = await loadImaging();
    const creating = editors.create(photo);
    bindMethods(await creating, editors);
    return creating;
  }
}

// The imaging module: masks and photo preparation. It loads by itself when something first needs it.
import { provideImaging } from "../../pkg/reroom.js";
import type * as Imaging from "../../pkg/imaging.js";
import type { PhotoOrSize } from "../../pkg/imaging.js";
import { ReRoomError } from "./error-types.js";
import { once } from "./once.js";
import type { WasmFile } from "./once.js";

/** A way to load the module; an entry point has one. */
export type ImagingLoader = (given: WasmFile | undefined) => Promise<typeof Imaging>;

const imaging = once<typeof Imaging>("imaging_bg.wasm");
let importLoader: () => Promise<{ load: ImagingLoader }>;
let file: WasmFile | undefined;

/** Says how this entry point loads the module. Nothing is loaded yet. */
export function useImaging(loader: typeof importLoader): void {
  importLoader = loader;
  provideImaging(loadImaging);
}

/** Says where the module's wasm file is; without it, the package's own is loaded. */
export function giveImagingFile(given: WasmFile | undefined): void {
  if (!given) return;
  file = given;
  // Nobody may ever need it.
  if (given instanceof Promise) given.catch(() => undefined);
}

/** Loads the module, or returns the one that is loaded. */
export const loadImaging = (): Promise<typeof Imaging> =>
  imaging(async () => {
    const { load } = await importLoader();
    const module = await load(file);
    Object.setPrototypeOf(module.MaskEditor.prototype, MaskEditor.prototype);
    return module;
  });

// Its instances are those of the module's class, which inherits this one once the module is loaded.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface MaskEditor extends Imaging.MaskEditor {}

/**
 * A mask that is being painted, at the size of the photo, however large the photo is on screen.
 *
 * It is empty at first. All coordinates are in pixels of the photo, from its top left corner. Give the editor to
 * `encodeMask` or as the `mask` of an edit. `free()` releases its memory.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-extraneous-class
export class MaskEditor {
  private constructor() {
    throw new ReRoomError(
      "invalid_request",
      "MaskEditor has no public constructor. Use `await MaskEditor.create(photo)`.",
    );
  }

  /**
   * Creates an empty mask for a photo, or for a photo of a given size, 1 to 4096 pixels on each side.
   *
   * Needs no `init()`. Rejects with `invalid_request` for another size, and with `invalid_image` for a photo whose size
   * cannot be read.
   */
  static async create(photo: PhotoOrSize): Promise<MaskEditor> {
    const { MaskEditor: editors } = await loadImaging();
    return editors.create(photo);
  }
}

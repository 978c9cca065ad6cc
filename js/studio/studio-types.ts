// The methods of a studio.
import type { MaskEditor, MaskSource } from "../client/index.js";
import type { StudioOptions } from "./option-types.js";
import type { Crop } from "./photo-types.js";
import type { Result, ResultImages } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";
import type { ToolId } from "./tools.js";

/** The state and actions of a photo studio. All methods are bound. */
export interface Studio {
  /** Returns the current state. The same object until something changes. */
  readonly getSnapshot: () => Snapshot;
  /** Calls the listener after each change. Returns a function that unsubscribes it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Changes options. Absent ones stay. */
  readonly configure: (options: StudioOptions) => void;
  /** Returns the photos and results as JSON, without files, masks, and keys. Store it where you like, such as your database. */
  readonly state: () => string;
  /** Loads stored results, or those of `state()`, and waits again for renders that are still running. */
  readonly restore: (state?: string) => void;
  /**
   * Opens a photo, from a file or URL, and selects it. It replaces a photo without results. An array adds its photos to the
   * row, and selects the first new one. Resolves when all of them have been checked.
   */
  readonly open: (photo: Blob | string | readonly (Blob | string)[], name?: string) => Promise<void>;
  /** Selects a photo, not a result of it. */
  readonly select: (photoId: string) => void;
  /** Selects a tool. Shows the photo again. */
  readonly choose: (tool: ToolId) => void;
  /** Sets a field of the current tool. */
  readonly set: (param: string, value: string) => void;
  /**
   * Adds reference images to the current tool, as files or URLs. Resolves to the names of those that cannot be used. Files need
   * `hostImage`.
   */
  readonly addReferences: (images: readonly (Blob | string)[]) => Promise<readonly string[]>;
  /** Removes a reference image from the current tool. */
  readonly removeReference: (url: string) => void;
  /**
   * Creates an empty mask for the image to work on. Its `select()` and `refine()` use the `segmenter`, if there is one. Pass it to
   * `setMask()` once something is marked, and call `free()` when you are done. Rejects with `invalid_request` if there is no image,
   * or if it cannot be read.
   */
  readonly createMaskEditor: () => Promise<MaskEditor>;
  /** Sets the mask for an edit of this image. Undefined clears it. */
  readonly setMask: (mask: Mask | undefined) => void;
  /** Prepares the photo again with another crop. During several calls, only the last one counts. */
  readonly setCrop: (crop: Crop) => Promise<void>;
  /** Sends the request, or the same request in several styles. Resolves to the finished results. Never rejects. */
  readonly submit: (options?: SubmitOptions) => Promise<readonly Result[]>;
  /** Sends the last failed request again. Of several styles, sends all that failed. */
  readonly retry: () => Promise<readonly Result[]>;
  /** Waits again for a render that may still finish. Sends nothing that costs credits. */
  readonly resume: (resultId: string) => Promise<void>;
  /** Cancels the request if it has not been sent. Otherwise stops waiting. */
  readonly cancel: () => void;
  /** Stops waiting. The render continues and its result is added later. */
  readonly stopWaiting: () => void;
  /** Confirms that a render without a response is not in the account, which allows sending again. */
  readonly confirmChecked: (resultId: string) => void;
  /** Shows results instead of the photo. Without arguments, shows the photo. */
  readonly show: (...resultIds: string[]) => void;
  /** Makes a result the image to work on. */
  readonly continueWith: (resultId: string) => Promise<void>;
  /** Upscales a result. */
  readonly upscale: (resultId: string) => Promise<readonly Result[]>;
  /**
   * Looks up a finished result again. Call it if its image does not load, because its URL may have expired. If the service has no
   * other URL, `size` becomes undefined. Costs nothing.
   */
  readonly refresh: (resultId: string) => Promise<void>;
  /** Marks a result as accepted. */
  readonly accept: (resultId: string) => void;
  /** Returns the images of a result that are in memory. */
  readonly getImages: (resultId: string) => ResultImages;
  /** Returns the images of a result, and downloads those that are not in memory. Never rejects. */
  readonly readImages: (resultId: string) => Promise<ResultImages>;
  /** Removes a finished result or a photo with its results. `undo()` brings it back. */
  readonly remove: (id: string) => void;
  /** Brings back what was removed last. */
  readonly undo: () => void;
  /** Deselects the photo and clears the options. Photos with results stay in the row. */
  readonly reset: () => void;
  /** Releases object URLs and stops waiting. Running renders continue at the service. */
  readonly destroy: () => void;
}

/** Options of `submit()`. */
export interface SubmitOptions {
  /** Skips the `submit` callback. */
  readonly confirmed?: boolean;
  /** Two to four styles to render the same order in, instead of the selected one. Each is paid for; the photo is uploaded once. */
  readonly variants?: readonly string[];
}

/** The mask of an edit: an image source, base64, or a function that returns base64. */
export type Mask = MaskSource | string | (() => string | Promise<string>);

// The public types of the studio's state.
import type {
  ImageRef,
  ImageReport,
  Issue,
  JobParams,
  MaskSource,
  PreparedImage,
  PrepareOptions,
  Progress,
  ReRoom,
  ReRoomError,
  Render,
} from "../client/index.js";
import type { FormField } from "./form.js";
import type { Platform, Size, StudioStorage } from "./platform.js";
import type { Preset } from "./preset.js";
import type { ToolId } from "./tools.js";

/** How photos are prepared before upload. `false` uploads them unchanged. */
export type Prepare = boolean | PrepareOptions;

/** An image to work on: a photo, or a result that the user continues with. */
export interface Photo extends Size {
  /** Identifies the photo, and its results after a reload. Computed from the file's content, or the URL. */
  readonly id: string;
  /** The file name. */
  readonly name: string;
  /** What to upload, or the URL that the service fetches. Undefined for a file of an earlier visit. */
  readonly source: Blob | ImageRef | undefined;
  /** The file before preparation. */
  readonly original: Blob | undefined;
  /** URL for display: an object URL for files. Empty if the image cannot be displayed. */
  readonly url: string;
  /** The inspection report of a file. */
  readonly report: ImageReport | undefined;
  /** What preparing the photo changed. */
  readonly changes: PreparedImage["changes"];
  /** Reasons why the photo cannot be sent. Empty if it can. */
  readonly issues: readonly Issue[];
  /** The share of the photo that was cropped, from 0 to 1. */
  readonly cropped: number;
  /** The part of the original that was kept. Undefined if it was not cropped. */
  readonly kept: CropBox | undefined;
  /** How the photo was fitted, if the user chose it. */
  readonly crop: Crop | undefined;
  /** The id of the result that this image is. Undefined for a photo. */
  readonly resultId: string | undefined;
  /** Whether the photo has been checked and prepared. Several photos are checked one after the other, the selected one first. */
  readonly checked: boolean;
  /** Why one of several photos could not be loaded. Selecting it again retries. */
  readonly error: ReRoomError | undefined;
}

/** How a photo is fitted into an aspect ratio that the service accepts. */
export type Crop = Pick<PrepareOptions, "fit" | "focus">;

/** A part of a photo, in fractions of its width and height. */
export interface CropBox extends Size {
  /** Distance from the left. */
  readonly x: number;
  /** Distance from the top. */
  readonly y: number;
}

/** A photo in the row of photos. */
export interface PhotoSummary {
  /** The photo's id. */
  readonly id: string;
  /** The file name. */
  readonly name: string;
  /** URL of a thumbnail, or of the image. Empty if there is none. */
  readonly url: string;
  /** Whether this photo is selected. */
  readonly selected: boolean;
  /** Whether the photo has been checked. */
  readonly checked: boolean;
  /** Whether the photo can be sent. False until it has been checked. */
  readonly usable: boolean;
  /** Number of reasons why it cannot be sent. */
  readonly issues: number;
  /** The share of the photo that was cropped, from 0 to 1. */
  readonly cropped: number;
  /** Number of running renders. */
  readonly running: number;
  /** Number of finished results that have not been shown yet. */
  readonly news: number;
  /** Number of failed renders in the strip. */
  readonly failed: number;
  /** Number of results. */
  readonly results: number;
  /** Whether the user accepted a result. */
  readonly accepted: boolean;
}

/** The images of a result as files. Absent if there is no file, or the host does not allow reading the image. */
export interface ResultImages {
  /** The image that the result was made from: the original photo if the result was restored, otherwise the upload. */
  readonly before?: Blob | undefined;
  /** The finished image. */
  readonly after?: Blob | undefined;
}

/** An order and what came of it. */
export interface Result {
  /** Identifies the result. It is also the idempotency key of the request. */
  readonly id: string;
  /** The photo that it belongs to. Empty for a render that another program submitted. */
  readonly photoId: string;
  /** The name of the photo. */
  readonly name: string;
  /** The result that it was made from. Undefined if it was made from the photo. */
  readonly parent: string | undefined;
  /** The results of one order with variants share a group. */
  readonly group: string | undefined;
  /** The tool. Undefined for a render that another program submitted. */
  readonly tool: ToolId | undefined;
  /** The parameters of the request, without the mask of an edit. Absent if `tool` is undefined. */
  readonly params?: JobParams;
  /**
   * The parameters of every request from the photo to this result, in order, for `describeAlterations()`. If the service was asked
   * by another program, the service's record of its render.
   */
  readonly renders: readonly (JobParams | Render)[];
  /** URL of the image that it was made from, in the same frame as `after`. */
  readonly before: string;
  /**
   * URL of the finished image. Empty until it is finished. If the photo was cropped or padded, or if only a part was edited, the
   * result is restored into the original photo, and this is an object URL.
   */
  readonly after: string;
  /** Size of the finished image. Undefined if it cannot be displayed. */
  readonly size: Size | undefined;
  /** URL of the image as the service returned it. The same as `after` unless it was restored. */
  readonly output: string;
  /** Size of the image as the service returned it. */
  readonly outputSize: Size | undefined;
  /** `done` results have not been shown yet, `seen` ones have. */
  readonly state: "running" | "done" | "seen" | "failed";
  /** When it was submitted, as an ISO date and time. */
  readonly time: string;
  /** Progress while it is running. */
  readonly progress: Progress | undefined;
  /** The render's id, once known. */
  readonly renderId: string | undefined;
  /** The service's record of the render, once it is finished. */
  readonly render: Render | undefined;
  /** The error of a failed render. */
  readonly error: ReRoomError | undefined;
  /** Whether the user accepted it. */
  readonly accepted: boolean;
}

/** The request that the user waits for. */
export interface BusyJob {
  /** The kind of job. */
  readonly kind: "busy";
  /** Its progress. Of several variants, that of the first. */
  readonly progress: Progress;
  /** Whether the service has the request. From then on, the user can only stop waiting. */
  readonly sent: boolean;
  /** The ids of its entries in `results`. */
  readonly ids: readonly string[];
}

/** The last request, which failed. */
export interface FailedJob {
  /** The kind of job. */
  readonly kind: "failed";
  /** The error of this request. */
  readonly error: ReRoomError;
  /** The id of its entry in `results`. */
  readonly id: string;
}

/** Nothing is running that the user waits for. */
export interface IdleJob {
  /** The kind of job. */
  readonly kind: "idle";
}

/** What the user waits for on the selected photo. */
export type Job = IdleJob | BusyJob | FailedJob;

/** What is missing before the request can be sent. */
export interface Missing {
  /** What is missing: a usable photo, a mask, or a value. */
  readonly kind: "photo" | "mask" | "field";
  /** The required field without a value. */
  readonly field?: FormField;
}

/** A reference image for virtual staging. */
export interface Reference {
  /** Its URL, or an object URL for a file. */
  readonly url: string;
  /** The file name. */
  readonly name: string;
}

/** Uploads a reference image to your storage, and resolves to a URL that the service can load. */
export interface HostImage {
  /** The image is a JPEG or PNG. Stop the upload if the signal is aborted. A rejection ends the attempt before anything is bought. */
  (image: Blob, options: { readonly signal: AbortSignal }): Promise<string>;
  /** Resolves to whether images can be uploaded. Called when the field is first shown. Default: they can. */
  readonly isAvailable?: () => Promise<boolean>;
}

/** The state of a studio. It is frozen, and parts that did not change keep their identity. */
export interface Snapshot {
  /** The image to work on: the selected photo, or the result that the user continues with. */
  readonly photo: Photo | undefined;
  /** From the selected photo to the image to work on: the photo, then each result that the next step was based on. */
  readonly chain: readonly Photo[];
  /** All photos. */
  readonly photos: readonly PhotoSummary[];
  /** Whether a photo is being opened. */
  readonly opening: boolean;
  /** Whether the photo is being prepared with another crop. Until then, it has the previous one. */
  readonly cropping: boolean;
  /** Whether the last photo could not be loaded. */
  readonly unreadable: boolean;
  /** The tools to choose from. */
  readonly tools: readonly ToolId[];
  /** The selected tool. */
  readonly tool: ToolId | undefined;
  /** The fields of the tool that apply, with their values. */
  readonly fields: readonly FormField[];
  /** What is missing. Undefined if the request can be sent. */
  readonly missing: Missing | undefined;
  /** The request in its current state, without the mask of an edit. */
  readonly params: JobParams | undefined;
  /** The reference images of the current tool. */
  readonly references: readonly Reference[];
  /** Whether reference images can be added as files, and not only as URLs. Undefined until known. */
  readonly takesFiles: boolean | undefined;
  /** Whether a mask is set. */
  readonly masked: boolean;
  /** The price of the request in credits, if known. */
  readonly cost: number | undefined;
  /** The prices of all tools in credits, if known. */
  readonly costs: Partial<Readonly<Record<ToolId, number>>>;
  /** The account's credits. Undefined if unknown or unlimited. */
  readonly balance: number | undefined;
  /** What the user waits for. */
  readonly job: Job;
  /** Whether a paid request of this photo got no answer. Nothing is sent until `confirmChecked()`. */
  readonly blocked: boolean;
  /** The results of the selected photo, oldest first, including running and failed ones. */
  readonly results: readonly Result[];
  /** The results on display instead of the photo. */
  readonly shown: readonly Result[];
  /** Running renders of no known photo, such as those of another program with the same client. */
  readonly earlier: readonly Result[];
  /** What `undo()` brings back: a removed result or photo. */
  readonly undo: { readonly kind: "result" | "photo"; readonly name: string } | undefined;
}

/** A request that is about to be sent. */
export interface Submission {
  /** The tool. */
  readonly tool: ToolId;
  /** The parameters. */
  readonly params: JobParams;
  /** The total price in credits, if known. */
  readonly cost: number | undefined;
  /** The parameters of each request: one, or one for each variant. */
  readonly variants: readonly JobParams[];
}

/** Callbacks of a studio. */
export interface StudioListeners {
  /** A photo was opened and checked. */
  readonly photo?: (photo: Photo) => void;
  /** The user chose another tool or option. */
  readonly change?: (request: { readonly tool: ToolId; readonly params: JobParams }) => void;
  /** A paid request is about to be sent. Return false to stop it. */
  readonly submit?: (submission: Submission) => boolean | undefined;
  /** A request made progress. */
  readonly progress?: (progress: Progress, result: Result) => void;
  /** A render finished. `watched` is false if the user was not waiting for it. */
  readonly complete?: (result: Result, watched: boolean) => void;
  /** The user accepted a result. */
  readonly accept?: (result: Result) => void;
  /** A request failed. */
  readonly error?: (error: ReRoomError, result: Result | undefined) => void;
  /** `prepare` is invalid. For the console. */
  readonly warn?: (message: string) => void;
}

/** The mask of an edit: an image source, base64, or a function that returns base64. */
export type Mask = MaskSource | string | (() => string | Promise<string>);

/** Options of a studio. */
export interface StudioOptions {
  /** The client, or a function that returns it. */
  readonly client?: ReRoom | (() => ReRoom) | undefined;
  /** The tools to offer, in this order. Default: all. */
  readonly tools?: readonly ToolId[];
  /** Preselected or fixed options by tool. */
  readonly preset?: Preset;
  /** How photos are prepared before upload. Default true. */
  readonly prepare?: Prepare;
  /** Prices in credits, by tool. Default: 4 for an upscale, the only documented price. */
  readonly costs?: Partial<Readonly<Record<ToolId, number>>>;
  /**
   * Uploads a reference image to your storage, and returns its URL. Called when the user submits, once per image. Without it,
   * reference images need URLs. For a gateway, use `createImageHost()`.
   */
  readonly hostImage?: HostImage | undefined;
  /** Where results and running renders are stored, such as `localStorage`. Default: in memory. */
  readonly storage?: StudioStorage | null | undefined;
  /**
   * The start of the key in `storage`. The client's base URL and `user` are appended. Use a different one for each studio on a
   * page. Default `"reroom.studio"`.
   */
  readonly storageKey?: string | undefined;
  /** Your id for the signed-in user. Results are stored separately for each user. Changing it closes all photos. */
  readonly user?: string | undefined;
  /** What `state()` returned in an earlier visit. Only `createStudio()` reads it. */
  readonly state?: string | undefined;
  /** Callbacks. */
  readonly on?: StudioListeners;
  /** Replaces functions that depend on the platform. */
  readonly platform?: Partial<Platform>;
}

/** Options of `submit()`. */
export interface SubmitOptions {
  /** Skips the `submit` callback. */
  readonly confirmed?: boolean;
  /** Two to four styles to render the same order in, instead of the selected one. Each is paid for; the photo is uploaded once. */
  readonly variants?: readonly string[];
}

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
  /** Sets the mask for an edit of this image. Undefined clears it. */
  readonly setMask: (mask: Mask | undefined) => void;
  /** Prepares the photo again with another crop. During several calls, only the last one counts. */
  readonly setCrop: (crop: Crop) => Promise<void>;
  /** Sends the request, or the same request in several styles. Resolves to the finished results. Never rejects. */
  readonly submit: (options?: SubmitOptions) => Promise<readonly Result[]>;
  /** Sends the last failed request again. */
  readonly retry: () => Promise<readonly Result[]>;
  /** Waits again for a render that may still finish. Sends nothing that costs credits. */
  readonly resume: (resultId: string) => Promise<void>;
  /** Cancels the request if it has not been sent. Otherwise stops waiting. */
  readonly cancel: () => void;
  /** Stops waiting. The render continues and its result is added later. */
  readonly stopWaiting: () => void;
  /** Confirms that a render without an answer is not in the account, which allows sending again. */
  readonly confirmChecked: (resultId: string) => void;
  /** Shows results instead of the photo. Without arguments, shows the photo. */
  readonly show: (...resultIds: string[]) => void;
  /** Makes a result the image to work on. */
  readonly continueWith: (resultId: string) => Promise<void>;
  /** Upscales a result. */
  readonly upscale: (resultId: string) => Promise<readonly Result[]>;
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

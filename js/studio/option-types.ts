// Options and callbacks of a studio.
import type { JobParams, Progress, ReRoom, ReRoomError } from "../client/index.js";
import type { Photo, Prepare } from "./photo-types.js";
import type { Platform, StudioStorage } from "./platform.js";
import type { Preset } from "./preset.js";
import type { HostImage } from "./reference-types.js";
import type { Result } from "./result-types.js";
import type { Segmenter } from "./segmenter-types.js";
import type { ToolId } from "./tools.js";

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
  /** Finds things in photos in place of the built-in selection: a model that your site hosts. */
  readonly segmenter?: Segmenter | undefined;
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

// Photos, and how they are prepared.
import type { ImageRef, ImageReport, Issue, PreparedImage, PrepareOptions, ReRoomError } from "../client/index.js";
import type { Size } from "./platform.js";

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
  /** Whether the only issue is that the photo is too small when cropped, and `setCrop({ fit: "pad" })` fixes it. */
  readonly canPad: boolean;
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

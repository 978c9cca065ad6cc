// The context of every view.
import type { TemplateResult } from "lit";
import type { Remedy, Result, Snapshot, Studio } from "../../../studio/index.js";
import type { Texts } from "../../locales/texts.js";
import type { CropFrame } from "../crop/frame.js";
import type { CroppedPhoto } from "../cropped.js";
import type { SaveResult } from "../download.js";

/** Where a photo comes from. */
export type PhotoSource = "file" | "camera" | "more";

/** What was skipped of the files that the user chose or dropped. */
export interface Skipped {
  /** The names of files that are not photos. */
  readonly names: readonly string[];
  readonly folders: boolean;
}

/** The frame over a photo that is cropped, and how it is rendered. */
export interface Cropping {
  readonly frame: CropFrame;
  readonly render: (view: ViewContext, frame: CropFrame, photo: CroppedPhoto) => TemplateResult;
}

/** The state to render, its texts, and actions of the element. */
export interface ViewContext {
  readonly studio: Studio;
  readonly state: Snapshot;
  readonly texts: Texts;
  /** Language tag, for numbers and times. */
  readonly language: string;
  /** Whether the user pressed the submit button while something was missing. */
  readonly asked: boolean;
  /** Returns the search text of a long option list. */
  readonly wordsOf: (param: string) => string;
  /** Searches a long option list. */
  readonly search: (param: string, words: string) => void;
  /** Opens the file picker or the camera. `more` adds photos to the row. */
  readonly choose: (way: PhotoSource) => void;
  /** What was skipped of the last files. */
  readonly skipped: Skipped | undefined;
  readonly dismissSkipped: () => void;
  /** Selects a photo and moves focus to its options. */
  readonly selectPhoto: (id: string) => void;
  /** The frame over a photo that is cropped, once it has loaded. */
  readonly crop: Cropping | undefined;
  /** Whether the frame is shown instead of the mask painter. */
  readonly adjusting: boolean;
  /** Shows the frame or the mask painter. */
  readonly adjust: (adjusting: boolean) => void;
  /** Sends the request, or shows what is missing. */
  readonly submit: () => void;
  /** Shows the photo and moves focus to its options. */
  readonly showPhoto: () => void;
  /** Runs the action of the button next to an error. */
  readonly applyRemedy: (remedy: Remedy, resultId: string) => void;
  /** Downloads a finished image. */
  readonly save: (result: Result) => void;
  /** Returns what came of the last download of this image. */
  readonly saved: (result: Result) => SaveResult | undefined;
}

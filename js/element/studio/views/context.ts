// The context of every view.
import type { nothing, TemplateResult } from "lit";
import type { FormField, Photo, Remedy, Result, Snapshot, Studio, ToolId } from "../../../studio/index.js";
import type { Segmenter } from "../../../studio/segmenter-types.js";
import type { Texts } from "../../locales/texts.js";
import type { CropFrame } from "../lazy/crop-frame.js";
import type { MarketGate, RulesView } from "../lazy/market-gate.js";
import type { VersionsZoom } from "../lazy/versions-zoom.js";
import type { CroppedPhoto } from "../cropped.js";
import type { SaveResult } from "../save.js";
import type { Step } from "../steps.js";

/** Where a photo comes from. */
export type PhotoSource = "file" | "camera" | "more";

/** What was skipped of the files that the user chose or dropped. */
export interface Skipped {
  /** The names of files that are not photos. */
  readonly names: readonly string[];
  readonly folders: boolean;
}

/** Views that load on demand. */
export interface Lazy {
  readonly gate: MarketGate;
  readonly marketRules: (view: ViewContext) => TemplateResult | typeof nothing;
  readonly earlier: (view: ViewContext) => TemplateResult | typeof nothing;
  readonly chain: (view: ViewContext) => TemplateResult | typeof nothing;
  readonly comparisons: (view: ViewContext, result: Result) => TemplateResult | typeof nothing;
  readonly frame: CropFrame;
  readonly cropFrame: (view: ViewContext, frame: CropFrame, photo: CroppedPhoto) => TemplateResult;
  readonly zoom: VersionsZoom;
  readonly versions: (
    view: ViewContext,
    shown: readonly Result[],
    zoom: VersionsZoom,
    actions: (result: Result, name: string) => TemplateResult,
  ) => TemplateResult;
  readonly versionsReady: (view: ViewContext, ids: readonly string[]) => TemplateResult | typeof nothing;
  readonly referenceField: (view: ViewContext, field: FormField) => TemplateResult;
  readonly row: (view: ViewContext) => TemplateResult;
  readonly fitted: (view: ViewContext, photo: Photo, sentence: string, chips: unknown) => TemplateResult;
  readonly nextPhoto: (view: ViewContext, where: string) => TemplateResult | typeof nothing;
  readonly skippedNote: (view: ViewContext) => TemplateResult | typeof nothing;
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
  /** What the market states about the request. Undefined without a market. */
  readonly rules: RulesView | undefined;
  /** Returns the search text of a long option list. */
  readonly wordsOf: (param: string) => string;
  /** Searches a long option list. */
  readonly search: (param: string, words: string) => void;
  /** Opens the file picker or the camera. `more` adds photos to the row. */
  readonly choose: (way: PhotoSource) => void;
  /** What was skipped of the last files. */
  readonly skipped: Skipped | undefined;
  readonly dismissSkipped: () => void;
  /** Selects a photo, and moves focus to its results or its options. */
  readonly selectPhoto: (id: string) => void;
  /** Views that load on demand, once they have loaded. */
  readonly lazy: Lazy | undefined;
  /** Finds things in the photo in place of the built-in selection. */
  readonly segmenter: Segmenter | undefined;
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
  /** The styles to compare, or undefined if the user chooses one. */
  readonly variants: readonly string[] | undefined;
  /** Sets the styles to compare. Undefined goes back to one style. */
  readonly setVariants: (styles: readonly string[] | undefined) => void;
  /** Returns the earlier step that the user compares a result with. */
  readonly comparedWith: (result: Result) => Step | undefined;
  /** Compares a result with an earlier step. */
  readonly compareWith: (result: Result, step: Step) => void;
  /** Accepts a result, shows it alone, and moves focus to it. */
  readonly take: (result: Result) => void;
  /** Shows results side by side, and moves focus there. */
  readonly showVersions: (results: readonly Result[]) => void;
  /** Makes a result the image to work on, and moves focus to the next choice. */
  readonly continueWith: (result: Result, tool?: ToolId) => void;
  /** Brings back what was removed, and moves focus there. */
  readonly undo: () => void;
  /** Whether the user can ask for a notification, or will get one. */
  readonly notification: "off" | "ask" | "on";
  /** Asks the browser for permission to notify. */
  readonly askToNotify: () => void;
  /** Downloads a finished image. */
  readonly save: (result: Result) => void;
  /** Returns what came of the last download of this image. */
  readonly saved: (result: Result) => SaveResult | undefined;
}

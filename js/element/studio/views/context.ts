// The context of every view.
import type { Remedy, Result, Snapshot, Studio } from "../../../studio/index.js";
import type { RulesCheck } from "../../../rules/check.js";
import type { Texts } from "../../locales/texts.js";
import type { SaveResult } from "../download.js";

/** What the market states about the request. */
export interface RulesView {
  readonly check: RulesCheck;
  /** Whether the user confirmed a forbidden request. */
  readonly confirmed: boolean;
  readonly confirm: (confirmed: boolean) => void;
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
  /** Opens the file picker or the camera. */
  readonly choose: (way: "file" | "camera") => void;
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

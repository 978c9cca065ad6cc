// The context of every view.
import type { Texts } from "../../locales/texts.js";
import type { SaveResult } from "../download.js";
import type { JobResult } from "../jobs.js";
import type { Session } from "../session.js";

/** The state to render, its texts, and actions of the element. */
export interface ViewContext {
  readonly session: Session;
  readonly texts: Texts;
  /** Language tag, for numbers and times. */
  readonly language: string;
  /** Opens the file picker or the camera. */
  readonly choose: (way: "file" | "camera") => void;
  /** Downloads a finished image. */
  readonly save: (result: JobResult) => void;
  /** Returns the result of the last download of this image. */
  readonly saved: (result: JobResult) => SaveResult | undefined;
}

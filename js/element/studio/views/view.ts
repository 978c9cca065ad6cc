// What every view is given.
import type { Texts } from "../../locales/texts.js";
import type { Saved } from "../download.js";
import type { Outcome } from "../jobs.js";
import type { Session } from "../session.js";

/** The state to draw, the words for it, and what only the element itself can do. */
export interface View {
  readonly session: Session;
  readonly texts: Texts;
  /** Language tag, for numbers and times. */
  readonly language: string;
  /** Opens the file chooser, or the camera. */
  readonly choose: (way: "file" | "camera") => void;
  /** Saves a finished picture to a file. */
  readonly save: (outcome: Outcome) => void;
  /** What came of the last download of this picture. */
  readonly saved: (outcome: Outcome) => Saved | undefined;
}

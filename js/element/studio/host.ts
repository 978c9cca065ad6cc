// What a session asks of the element that shows it.
import type { ReRoom, ReRoomError } from "../../client/index.js";
import type { ReRoomStudioEventMap } from "../events.js";
import type { ToolId } from "../locales/texts.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Preset } from "./answers.js";
import type { Prepare } from "./photo.js";

/** What the element lends its session. */
export interface Host {
  tools(): readonly ToolId[];
  preset(): Preset;
  prepare(): Prepare;
  /** Where requests go. */
  connect(): ReRoom;
  /** The painter, while it is shown. */
  painter(): MaskPainter | null;
  /** Something changed: draw again. */
  changed(): void;
  /** Tells the page; false where it said no. */
  tell<K extends keyof ReRoomStudioEventMap>(
    type: K,
    detail: ReRoomStudioEventMap[K]["detail"],
    cancelable?: boolean,
  ): boolean;
  /** Says in the console what only whoever builds the page can mend. */
  report(error: ReRoomError): void;
  /** Puts the keyboard where the next step is. */
  focusOn(place: "photo" | "options" | "question", param?: string): void;
}

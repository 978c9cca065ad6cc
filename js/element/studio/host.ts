// The interface between a session and the element that shows it.
import type { ReRoom, ReRoomError } from "../../client/index.js";
import type { ReRoomStudioEventMap } from "../events.js";
import type { ToolId } from "../locales/texts.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Preset } from "./form.js";
import type { Prepare } from "./photo.js";

/** What the session needs from its element. */
export interface Host {
  tools(): readonly ToolId[];
  preset(): Preset;
  prepare(): Prepare;
  /** Returns the client. Throws if none is configured. */
  connect(): ReRoom;
  /** Returns the mask painter if it is in the DOM. */
  painter(): MaskPainter | null;
  /** Schedules a re-render. */
  update(): void;
  /** Dispatches an event. Returns false if a listener called `preventDefault()`. */
  emit<K extends keyof ReRoomStudioEventMap>(
    type: K,
    detail: ReRoomStudioEventMap[K]["detail"],
    cancelable?: boolean,
  ): boolean;
  /** Logs an error that only a developer can fix. */
  logError(error: ReRoomError): void;
  /** Moves focus to the next step. */
  focusOn(place: "photo" | "options" | "field", param?: string): void;
}

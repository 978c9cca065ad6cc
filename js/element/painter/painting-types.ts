// The settings of the painter, and what a painting reports.
import type { SelectionShape, Tool } from "./gestures.js";

/** The toolbar settings. */
export interface Settings {
  tool: Tool;
  erase: boolean;
  /** Brush size in percent of the photo's width. */
  size: number;
  /** Brush hardness in percent: 0 is soft, 100 is sharp. */
  hardness: number;
  /** What a drag of the selection tool marks. */
  shape: SelectionShape;
}

/** A screen reader announcement, as a text key with values. */
export type Announcement =
  | { text: "frameAt"; values: Readonly<Record<"left" | "top" | "width" | "height", number>> }
  | { text: "marked" | "zoomed" | "sizeIs"; values: { percent: number } }
  | { text: "corner"; values: { count: number } }
  | {
      text:
        | "nothingMarked"
        | "nothingToUndo"
        | "nothingToRedo"
        | "dropped"
        | "mark"
        | "erase"
        | "selecting"
        | "unsure"
        | "notSelected";
    };

/** Callbacks of a painting. */
export interface PaintingHost {
  settings(): Settings;
  choose(settings: Partial<Settings>): void;
  /** A selection failed. */
  failed(error: unknown): unknown;
  /** Whether the drawing area has focus or fills the screen. */
  isActive(): boolean;
  /** The view must be redrawn. */
  update(): void;
  /** The mask changed, or a selection started or ended. */
  changed(): void;
  announce(news: Announcement): void;
}

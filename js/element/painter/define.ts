// The painter's tag, for whoever paints.
import { define } from "../registry.js";
import { MaskPainter } from "./mask-painter.js";

/** Registers `<reroom-mask-painter>`; a second time does nothing. */
export function definePainter(): void {
  define("reroom-mask-painter", MaskPainter);
}

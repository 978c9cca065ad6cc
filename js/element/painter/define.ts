// Registration of the mask painter.
import { define } from "../registry.js";
import { MaskPainter } from "./mask-painter.js";

/** Registers `<reroom-mask-painter>`. Calling it again does nothing. */
export function definePainter(): void {
  define("reroom-mask-painter", MaskPainter);
}

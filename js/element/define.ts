// Importing this registers the elements; once is enough, and a second time does nothing.
import { ReRoomCompare, ReRoomStudio } from "./index.js";
import { MaskPainter } from "./painter/mask-painter.js";

/** Registers an element unless its name is taken. Does nothing where there is no registry, as on a server. */
function define(name: string, element: CustomElementConstructor): void {
  if (typeof customElements !== "undefined" && !customElements.get(name)) customElements.define(name, element);
}

define("reroom-mask-painter", MaskPainter);
define("reroom-compare", ReRoomCompare);
define("reroom-studio", ReRoomStudio);

export * from "./index.js";

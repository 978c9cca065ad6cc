// Importing this registers the elements; once is enough, and a second time does nothing.
import { ReRoomCompare, ReRoomStudio } from "./index.js";
import { define } from "./registry.js";

define("reroom-compare", ReRoomCompare);
define("reroom-studio", ReRoomStudio);

export * from "./index.js";

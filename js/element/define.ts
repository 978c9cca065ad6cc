// Importing this module registers the elements.
import { ReRoomCompare, ReRoomStudio } from "./index.js";
import { define } from "./registry.js";

define("reroom-compare", ReRoomCompare);
define("reroom-studio", ReRoomStudio);

export * from "./index.js";

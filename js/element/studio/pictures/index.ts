// Pictures of all options. This module loads when a list of options is first shown.
import { house } from "./houses.js";
import { room } from "./rooms.js";
import { bars, tile } from "./surfaces.js";

/** Draws the picture of an option, by kind. Returns undefined if there is none. */
export const pictures = { room, house, bars, tile };

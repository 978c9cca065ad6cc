// What the field for reference images needs. Loaded when it is first shown.
export { createImageHost } from "../../../studio/image-host.js";
export { field } from "./field.js";
export { reduceImage } from "./reduce-image.js";

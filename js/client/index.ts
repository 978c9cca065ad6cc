/**
 * The exports of `reroom`.
 *
 * @module reroom
 */
import { useImaging } from "./imaging.js";

export * from "./api.js";
export { default } from "./init.js";

useImaging(() => import("./imaging-page.js"));

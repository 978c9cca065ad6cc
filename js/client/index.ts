/**
 * The exports of `reroom`.
 *
 * @module reroom
 */
import { useImaging } from "./imaging.js";
import init from "./init.js";

export * from "./api.js";
export { init as default };

useImaging(() => import("./imaging-page.js"), init);

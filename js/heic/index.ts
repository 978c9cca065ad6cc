/**
 * Import this module for its effect: HEIC photos can then be prepared in every browser.
 *
 * ```ts
 * import "reroom/heic";
 * ```
 *
 * Browsers that can decode HEIC, such as Safari, do so themselves. In others, and on servers, the first HEIC photo loads
 * `heic_bg.wasm`.
 *
 * @module heic
 */
import { url } from "../../pkg/heic_url.js";
import { loadFile } from "../client/file.js";
import { registerDecoder } from "../client/image-decoders.js";
import { createDecoder } from "./decoder.js";
import { compile, loadHeic } from "./load.js";
import { decodeInPage } from "./page.js";

const load = () => loadHeic(() => loadFile(url, compile, () => import("./inlined.js")));
registerDecoder(createDecoder(load, decodeInPage));

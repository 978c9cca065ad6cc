/**
 * Like `reroom/heic`, with the wasm inside the module, so that no file is requested. For single-file pages, together with
 * `reroom/inline`.
 *
 * @module heic/inline
 */
import { registerDecoder } from "../client/image-decoders.js";
import { createDecoder } from "./decoder.js";
import { bytes } from "./inlined.js";
import { compile, loadHeic } from "./load.js";
import { decodeInPage } from "./page.js";

registerDecoder(createDecoder(() => loadHeic(async () => compile(await bytes())), decodeInPage));

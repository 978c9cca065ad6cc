// `reroom/heic` on servers, selected by the `node` condition in package.json.
import { registerDecoder } from "../client/image-decoders.js";
import { createDecoder } from "./decoder.js";
import { bytes } from "./inlined.js";
import { compile, loadHeic } from "./load.js";
import { decodeInThread } from "./thread.js";

registerDecoder(createDecoder(() => loadHeic(async () => compile(await bytes())), decodeInThread));

// The sandbox's wasm as an inline copy. A separate module, so `import()` loads it only if needed.
import { packed } from "../../pkg/sandbox/sandbox_inline.js";
import { unpack } from "../client/unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** The warning for pages that use the copy because the file failed to load. */
export const warning = (cause: unknown): string =>
  `reroom/sandbox: cannot load sandbox_bg.wasm, using the inline copy instead. (${String(cause)})`;

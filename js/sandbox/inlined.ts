// The copy of the sandbox's wasm inside the package: a module of its own, which `import()` loads only when it is needed.
import { packed } from "../../pkg/sandbox/sandbox_inline.js";
import { unpack } from "../client/unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** What to tell the developer of a page that uses the copy because the file could not be loaded. */
export const warning = (cause: unknown): string =>
  `reroom/sandbox: sandbox_bg.wasm could not be loaded, so its copy inside the package is used. (${String(cause)})`;

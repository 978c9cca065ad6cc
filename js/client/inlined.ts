// The copy of the client's wasm inside the package: a module of its own, which `import()` loads only when it is needed.
import { packed } from "../../pkg/reroom_inline.js";
import { copyWarning } from "./copy-warning.js";
import { unpack } from "./unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** What to tell the developer of a page that uses the copy because the file could not be loaded. */
export const warning = copyWarning("reroom_bg.wasm");

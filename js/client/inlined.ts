// The copy of the client's wasm inside the package. It is a separate module, so that `import()` loads it only when it
// is needed.
import { packed } from "../../pkg/reroom_inline.js";
import { copyWarning } from "./copy-warning.js";
import { unpack } from "./unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** The console warning if this copy is used because the file could not be loaded. */
export const warning = copyWarning("reroom_bg.wasm");

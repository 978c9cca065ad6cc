// The copy of the HEIC decoder's wasm inside the package.
import { packed } from "../../pkg/heic_inline.js";
import { copyWarning } from "../client/copy-warning.js";
import { unpack } from "../client/unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** The console warning if this copy is used because the file could not be loaded. */
export const warning = copyWarning("heic_bg.wasm");

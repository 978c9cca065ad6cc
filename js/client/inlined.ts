// The copy of the client's wasm inside the package: a module of its own, which `import()` loads only when it is needed.
import { packed } from "../../pkg/reroom_inline.js";
import { unpack } from "./unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** What to tell the developer of a page that uses the copy because the file could not be loaded. */
export const warning = (cause: unknown): string =>
  `reroom: reroom_bg.wasm could not be loaded, so its copy inside the package is used, which is larger. ${advice} (${String(cause)})`;

const advice =
  'To load the file: with Vite 5 to 7, set optimizeDeps: { exclude: ["reroom"] }; with Angular, add the file to "assets"; ' +
  "with esbuild, copy it beside the bundle; with Rollup, add a plugin for assets. If it is on another origin, that origin " +
  "must allow CORS. The page's content security policy must allow it in connect-src. Or import reroom/inline, which needs no file.";

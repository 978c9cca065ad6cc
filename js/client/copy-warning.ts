// The console warning if a wasm file could not be loaded and the copy inside the package is used.

/** Creates the warning for a file. Takes the cause of the failure. */
export const copyWarning =
  (file: string) =>
  (cause: unknown): string =>
    `reroom: ${file} could not be loaded, so its copy inside the package is used, which is larger. ${advice} (${String(cause)})`;

const advice =
  'To load the file: with Vite 5 to 7, set optimizeDeps: { exclude: ["reroom"] }; with Angular, add the file to "assets"; ' +
  "with esbuild, copy it beside the bundle; with Rollup, add a plugin for assets. If it is on another origin, that origin " +
  "must allow CORS. The page's content security policy must allow it in connect-src. Or import reroom/inline, which needs no file.";

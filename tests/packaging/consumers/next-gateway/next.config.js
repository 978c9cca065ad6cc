import { fileURLToPath } from "node:url";

/** The folder with node_modules, which Next would otherwise guess. */
const workspace = fileURLToPath(new URL("../..", import.meta.url));

export default { distDir: "dist", outputFileTracingRoot: workspace, turbopack: { root: workspace } };

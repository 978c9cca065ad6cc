import { fileURLToPath } from "node:url";

/** The folder with node_modules, because Next.js might guess another one. */
const workspace = fileURLToPath(new URL("../..", import.meta.url));

export default { distDir: "dist", outputFileTracingRoot: workspace, turbopack: { root: workspace } };

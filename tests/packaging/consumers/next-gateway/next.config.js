import { fileURLToPath } from "node:url";

/** The folder with node_modules. Without this setting, Next.js might choose another folder. */
const workspace = fileURLToPath(new URL("../..", import.meta.url));

export default { distDir: "dist", outputFileTracingRoot: workspace, turbopack: { root: workspace } };

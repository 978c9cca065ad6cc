// `npm start`: sets up, builds, and serves the sample site, the sandbox and the documentation on one port.
import { join } from "node:path";
import { buildIfStale } from "./build.mjs";
import { buildDocsIfStale } from "./docs.mjs";
import { root } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

await setUp();
buildIfStale();
buildDocsIfStale();

const { createServer } = await import("vite");
const server = await createServer({ configFile: join(root, "www", "vite.config.ts") });
await server.listen();
console.log("\nThe sample site, with the sandbox in place of the service:\n");
server.printUrls();
console.log("\nThe documentation is at docs/ below it.");

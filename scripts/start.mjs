// `npm start`: sets up, builds, and serves the sample site, the sandbox and the documentation on one port.
import { join } from "node:path";
import { buildHeicIfStale, buildIfStale } from "./build.mjs";
import { buildDocs, docsAreStale } from "./docs.mjs";
import { root } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

await setUp({ suites: ["start"] });
await buildIfStale({ heic: false });

const { createServer } = await import("vite");
const server = await createServer({ configFile: join(root, "www", "vite.config.ts") });
await server.listen();
console.log("\nThe sample site, with the sandbox in place of the service:\n");
server.printUrls();
// The site does not wait for what only HEIC photos need, nor for the documentation.
await buildHeicIfStale().catch(({ message }) => console.error(message));
// What was served without HEIC is resolved again at the next load.
server.environments.client.moduleGraph.invalidateAll();
if (docsAreStale()) {
  console.log("\nThe documentation is being built.");
  await buildDocs().catch(({ message }) => console.error(message));
}
console.log("\nThe documentation is at docs/ below it.");

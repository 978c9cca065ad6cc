// The sample site: a dev server with the sandbox beside it, and a build that can stand on any static host.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const pages = readdirSync(here("."))
  .filter((name) => name.endsWith(".html"))
  .map(here);

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src blob:",
  "style-src 'self'",
  "img-src 'self' blob: https: http://127.0.0.1:* http://localhost:*",
  "connect-src 'self' blob: https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

type SandboxModule = typeof import("../dist/sandbox/index.js");
type SandboxNodeModule = typeof import("../dist/sandbox/node.js");
type Fixtures = import("../dist/sandbox/index.js").Fixture[];

interface Middlewares {
  use(handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): unknown;
}

const sample = (name: string) => readFile(here(`public/samples/${name}.jpg`));

/** For the sample photos the sandbox answers with a picture that was really made, not with its own simulation. */
async function fixtures(): Promise<Fixtures> {
  const [livingRoom, livingRoomStaged, bedroom, bedroomStaged, house, houseAtSunset] = await Promise.all([
    sample("living-room-empty"),
    sample("living-room-staged"),
    sample("bedroom-empty"),
    sample("bedroom-staged"),
    sample("house-exterior"),
    sample("house-exterior-sunset"),
  ]);
  return [
    { photo: livingRoom, result: livingRoomStaged, tool: "virtual-staging" },
    { photo: bedroom, result: bedroomStaged, tool: "virtual-staging" },
    { photo: livingRoomStaged, result: livingRoom, tool: "empty-room" },
    { photo: bedroomStaged, result: bedroom, tool: "empty-room" },
    { photo: house, result: houseAtSunset, tool: "exterior", when: { daylight: "sunset" } },
  ];
}

/** Puts the sandbox under /api/enterprise and /sandbox of the same server. */
function sandbox(): Plugin {
  const mount = async (middlewares: Middlewares) => {
    // Loaded when a server starts and not before: a plain build needs no sandbox.
    const { createSandbox } = (await import(here("../dist/sandbox/index.js"))) as SandboxModule;
    const { createSandboxListener } = (await import(here("../dist/sandbox/node.js"))) as SandboxNodeModule;
    middlewares.use(createSandboxListener(await createSandbox({ fixtures: await fixtures() })));
  };
  return {
    name: "reroom-sandbox",
    configureServer: ({ middlewares }) => mount(middlewares),
    configurePreviewServer: ({ middlewares }) => mount(middlewares),
  };
}

/** Puts the documentation under /docs/ where it has been built: beside the dev server, and into the build. */
function documentation(): Plugin {
  const site = here("../docs/build");
  return {
    name: "reroom-documentation",
    configureServer: ({ middlewares }) => {
      middlewares.use("/docs", sirv(site, { dev: true, etag: true }));
    },
    writeBundle: async ({ dir }) => {
      if (dir !== undefined && existsSync(site)) await cp(site, join(dir, "docs"), { recursive: true });
    },
  };
}

/** What the pages share: `<!-- part: name -->` stands for `parts/name.html`, where the link to the page itself is marked. */
function parts(): Plugin {
  const read = (name: string) => readFileSync(here(`parts/${name}.html`), "utf8");
  return {
    name: "reroom-parts",
    transformIndexHtml: {
      order: "pre",
      handler: (html, { filename }) =>
        html
          .replace(/<!-- part: (\w+) -->/g, (_, name: string) => read(name))
          .replace(` data-page="${basename(filename)}"`, ' aria-current="page"')
          .replace(/ data-page="[\w.]+"/g, ""),
    },
  };
}

/** A strict policy in the built page; the dev server puts styles into the page itself and could not live with it. */
function contentSecurityPolicy(): Plugin {
  return {
    name: "reroom-content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
    ],
  };
}

export default defineConfig({
  root: here("."),
  plugins: [sandbox(), documentation(), parts(), contentSecurityPolicy()],
  resolve: {
    alias: [
      { find: /^reroom$/, replacement: here("../dist/client/index.js") },
      { find: /^reroom\/element$/, replacement: here("../dist/element/index.js") },
      { find: /^reroom\/element\/define$/, replacement: here("../dist/element/define.js") },
    ],
  },
  server: { host: "127.0.0.1", fs: { allow: [here("..")] } },
  preview: { host: "127.0.0.1" },
  build: {
    target: "es2022",
    outDir: here("dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: pages },
  },
});

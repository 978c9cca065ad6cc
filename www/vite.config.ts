// The sample site: a dev server with the sandbox, and a build for any static host.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from "vite";

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
type GatewayModule = typeof import("../dist/gateway/index.js");
type GatewayNodeModule = typeof import("../dist/gateway/node.js");
type GatewayHandler = import("../dist/gateway/index.js").GatewayHandler;
type Fixtures = import("../dist/sandbox/index.js").Fixture[];

const sample = (name: string) => readFile(here(`public/samples/${name}.jpg`));

/** Finished results for the sample photos, which the sandbox returns instead of its simulation. */
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

/** Serves the sandbox under /api/enterprise and /sandbox, and a gateway to it, which stores reference images, under /gateway. */
function sandbox(): Plugin {
  const mount = async ({ middlewares, httpServer }: PreviewServer | ViteDevServer) => {
    // Loaded lazily, because a build does not need the sandbox.
    const { createSandbox } = (await import(here("../dist/sandbox/index.js"))) as SandboxModule;
    const { createSandboxListener } = (await import(here("../dist/sandbox/node.js"))) as SandboxNodeModule;
    const { createGateway } = (await import(here("../dist/gateway/index.js"))) as GatewayModule;
    const { createGatewayListener } = (await import(here("../dist/gateway/node.js"))) as GatewayNodeModule;
    const sandbox = await createSandbox({ fixtures: await fixtures() });
    // The port is known once the server listens.
    let gateway: GatewayHandler | undefined;
    const handle: GatewayHandler = (request) => {
      const { port } = httpServer?.address() as AddressInfo;
      const origin = `http://127.0.0.1:${port}`;
      gateway ??= createGateway({
        apiKey: "sandbox",
        authorize: () => true,
        basePath: "/gateway",
        upstream: origin,
        fetch: sandbox,
        references: { publicUrl: `${origin}/gateway` },
      });
      return gateway(request);
    };
    middlewares.use(createGatewayListener(handle, { basePath: "/gateway" }));
    middlewares.use(createSandboxListener(sandbox));
  };
  return { name: "reroom-sandbox", configureServer: mount, configurePreviewServer: mount };
}

/** Serves the documentation under /docs/ and copies it into the build, if it has been built. */
function documentation(): Plugin {
  const site = here("../docs/build");
  return {
    name: "reroom-documentation",
    configureServer: ({ middlewares }) => {
      middlewares.use("/docs", sirv(site, { dev: true, etag: true }));
      middlewares.use("/docs", (_request: IncomingMessage, response: ServerResponse) => {
        response.statusCode = existsSync(join(site, "index.html")) ? 404 : 503;
        response.end(
          response.statusCode === 404 ? "Not found." : "The documentation is being built. Reload in a minute.",
        );
      });
    },
    writeBundle: async ({ dir }) => {
      if (dir !== undefined && existsSync(site)) await cp(site, join(dir, "docs"), { recursive: true });
    },
  };
}

/** Leaves `reroom/heic` out until it is built, which `npm start` does after the server listens. A page that is loaded later has it. */
function heic(): Plugin {
  const missing = "\0reroom-heic";
  return {
    name: "reroom-heic",
    enforce: "pre",
    resolveId: (id) => {
      if (id !== "reroom/heic") return undefined;
      return existsSync(here("../pkg/heic_url.js")) ? here("../dist/heic/index.js") : missing;
    },
    load: (id) =>
      id === missing
        ? 'console.info("HEIC photos are not accepted yet, because their decoder is being built. Reload in a minute.");'
        : undefined,
  };
}

/** Replaces `<!-- part: name -->` with `parts/name.html`, and marks the link to the current page. */
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

/** Adds a strict policy to the build. The dev server cannot use it because it injects inline styles. */
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
  plugins: [sandbox(), documentation(), heic(), parts(), contentSecurityPolicy()],
  resolve: {
    alias: [
      { find: /^reroom$/, replacement: here("../dist/client/index.js") },
      { find: /^reroom\/studio$/, replacement: here("../dist/studio/index.js") },
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

// Bundles the elements as a site would, and serves test pages with a strict CSP.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A CSP without inline scripts and inline styles, including style attributes. */
export const strictPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src blob:",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self' blob:",
].join("; ");

const types = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".jpg": "image/jpeg",
  ".css": "text/css",
};

// Expose what tests need on `globalThis`.
const entry = `
  import init, * as client from "${join(root, "dist/client/index.js")}";
  import * as element from "${join(root, "dist/element/index.js")}";
  import "${join(root, "dist/element/define.js")}";
  import { definePainter } from "${join(root, "dist/element/painter/define.js")}";
  definePainter();
  const loadHeic = () => import("${join(root, "dist/heic/index.js")}");
  Object.assign(globalThis, { init, client, element, loadHeic });
`;

/** Bundles the elements and the client into one script, next to the wasm. */
async function bundle() {
  const { output } = await build({
    configFile: false,
    logLevel: "error",
    root,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? "\0entry" : undefined),
        load: (id) => (id === "\0entry" ? entry : undefined),
      },
    ],
    build: {
      write: false,
      target: "es2022",
      minify: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: { input: "entry", output: { entryFileNames: "entry.js", assetFileNames: "[name][extname]" } },
    },
  });
  return new Map(output.map((file) => [`/${file.fileName}`, Buffer.from(file.code ?? file.source)]));
}

const page = ({ lang = "en", dir = "ltr", head = "", body }) => `<!doctype html>
<html lang="${lang}" dir="${dir}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Elements</title>
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/entry.js"></script>
    ${head}
  </head>
  <body><main><h1>Elements</h1>${body}</main></body>
</html>`;

const css = `
  :root { color-scheme: light dark; }
  body { margin: 1rem; font-family: system-ui; background: light-dark(#fff, #171512); color: light-dark(#222, #eee); }
  h1 { font-size: 1rem; }
`;

/**
 * Starts a server with a sandbox. `show` returns the URL of a page with the given body, `files` serves additional files by
 * path, and `sandbox` are the sandbox options. `listener` replaces the sandbox.
 */
export async function startElements(sandbox = {}, policy = strictPolicy, listener = undefined) {
  const files = await bundle();
  files.set("/page.css", Buffer.from(css));
  files.set("/favicon.ico", Buffer.alloc(0));
  const service =
    listener ?? createSandboxListener(await createSandbox({ speeds: { queuedMs: 0, renderingMs: 100 }, ...sandbox }));
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const body =
      files.get(pathname) ??
      (pathname.startsWith("/samples/") && (await readFile(join(root, "www/public", pathname)).catch(() => undefined)));
    if (!body) return service(request, response);
    response.setHeader("content-type", types[extname(pathname)] ?? "text/html");
    response.setHeader("content-security-policy", policy);
    response.end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  let pages = 0;
  return {
    origin,
    files,
    show(content) {
      const path = `/page-${++pages}`;
      files.set(path, Buffer.from(page(content)));
      return origin + path;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens a URL. Collects page errors in `problems`. */
export async function openElements(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

const axe = await readFile(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

/**
 * Waits for what fades in: text that is half transparent has less contrast than its color. Endless animations go on. Looks again and
 * again, because the `finished` promise of an animation whose element goes may stay pending.
 */
const waitForAnimations = (page) =>
  page.waitForFunction(() => {
    const inside = (root) => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? inside(shadowRoot) : [])),
    ];
    const ends = ({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime);
    return !inside(document).some((animation) => animation.playState === "running" && ends(animation));
  });

/** Fails if axe finds violations on the current page. */
export async function accessible(page) {
  await waitForAnimations(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join("; ")}`,
    );
  });
  assert.deepEqual(violations, []);
}

// The installed package's elements, with React, with Vue, and without a framework, and their types for each.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createGateway } from "../../dist/gateway/index.js";
import { createGatewayListener } from "../../dist/gateway/node.js";
import { consumer, project, root, run, withPackages } from "./project.mjs";
import { files, launch, serve, visit } from "./site.mjs";

// Allows no inline scripts or styles: the elements use constructed style sheets.
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; connect-src 'self' blob:";
const strict = { "content-security-policy": policy };
const outcome = {
  tools: ["virtual-staging"],
  type: "bedroom",
  style: "luxury",
  status: "painted",
  tool: "virtual-staging",
  accepted: true,
};

let folder, browser;
before(async () => {
  folder = await project();
  browser = await launch();
});
after(() => browser?.close());

async function visited(site) {
  const { origin, stop } = await serve(site);
  try {
    return await visit(browser, origin);
  } finally {
    stop();
  }
}

for (const name of ["element-react", "element-vue"])
  test(`${name} built by Vite renders a photo under a strict policy`, async () => {
    const app = await consumer(folder, name);
    await run(process.execPath, [join(folder, "node_modules/vite-8/bin/vite.js"), "build"], { cwd: app });
    assert.deepEqual(await visited(files([join(app, "dist")], strict)), { outcome, problems: [], wasm: 2 });
  });

let builds = 0;

/** Builds a page and its server bundle, renders the page on the server, and returns the HTML. */
async function rendered(app) {
  const vite = (...args) =>
    run(process.execPath, [join(folder, "node_modules/vite-8/bin/vite.js"), "build", ...args], {
      cwd: app,
      env: { ...process.env, NODE_ENV: "development" },
    });
  await vite("--ssr", "server.jsx", "--outDir", "server");
  await vite("--outDir", "dist");
  // The query bypasses the module cache, because each build writes to the same path.
  const { html } = await import(`${pathToFileURL(join(app, "server/server.js")).href}?${builds++}`);
  const page = await readFile(join(app, "dist/index.html"), "utf8");
  await writeFile(join(app, "dist/index.html"), page.replace("<!--app-->", html));
  return html;
}

for (const [react, packages] of [
  ["React 19", undefined],
  ["React 18", "element-react-18"],
])
  test(`${react} hydrates server-rendered elements without errors and with every property and listener`, async () => {
    const app = await consumer(folder, "element-react-server");
    if (packages) await withPackages(app, packages);
    const html = await rendered(app);
    assert.equal(
      html,
      '<main class="page"><reroom-studio class="wide" lang="en" prepare="crop"></reroom-studio>' +
        '<reroom-compare after-src="/room.jpg" alt="A room" width="3" height="2" disclosure="overlay">' +
        "<p>A room</p></reroom-compare></main>",
    );
    const taken = { ...outcome, attributes: ["class", "lang", "prepare"], same: true, disclosure: "overlay" };
    assert.deepEqual(await visited(files([join(app, "dist")], strict)), { outcome: taken, problems: [], wasm: 2 });
  });

test("a page with only the tag and its script renders a photo through a gateway under a strict policy", async () => {
  const app = await consumer(folder, "element-plain");
  const pages = files([app, join(app, ".."), folder], strict);
  let gateway;
  // The gateway removes the key from every response, so the key must not be part of a URL.
  const apiKey = "a-key-of-its-own";
  const { origin, stop } = await serve((req, res) => gateway(req, res, () => pages(req, res)), apiKey);
  const basePath = "/reroom";
  gateway = createGatewayListener(createGateway({ apiKey, upstream: origin, basePath, authorize: () => true }), {
    basePath,
  });
  try {
    assert.deepEqual(await visit(browser, origin), { outcome, problems: [], wasm: 0 });
  } finally {
    stop();
  }
});

test("the elements have types for the DOM, React, Vue, and Svelte", async () => {
  const app = await consumer(folder, "element-types");
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", app]);
});

// The elements of the installed package: mounted by React, by Vue and by no framework, and typed for each.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createGateway } from "../../dist/gateway/index.js";
import { createGatewayListener } from "../../dist/gateway/node.js";
import { consumer, project, root, run } from "./project.mjs";
import { files, launch, serve, visit } from "./site.mjs";

// Neither an inline script nor an inline style: the elements' styles are constructed.
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
  test(`${name}, built by Vite, under a strict policy`, async () => {
    const app = await consumer(folder, name);
    await run(process.execPath, [join(folder, "node_modules/vite-8/bin/vite.js"), "build"], { cwd: app });
    assert.deepEqual(await visited(files([join(app, "dist")], strict)), { outcome, problems: [], wasm: 1 });
  });

test("a tag and its one script, with a gateway, under a strict policy", async () => {
  const app = await consumer(folder, "element-plain");
  const pages = files([app, join(app, ".."), folder], strict);
  let gateway;
  // The gateway takes the key out of every answer: it must be no word of an address.
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

test("typed for the DOM, React, Vue and Svelte", async () => {
  const app = await consumer(folder, "element-types");
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", app]);
});

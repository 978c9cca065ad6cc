// The documentation builds without warnings and without broken links, and the sample site serves it.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { createServer } from "vite";
import config from "../../typedoc.config.mjs";
import { buildDocs } from "../../scripts/docs.mjs";
import { pages, readPage } from "../../scripts/pages.mjs";
import { createPages, pageFolder } from "../../scripts/rules/pages.mjs";
import { root } from "../../scripts/run.mjs";

const site = join(root, "docs", "build");

/** The anchors of a Markdown page, in GitHub's format. */
const anchors = (text) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test("every link in a page leads to an existing file and heading", () => {
  let count = 0;
  for (const page of pages) {
    for (const [, target] of readPage(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path, anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      assert.ok(existsSync(join(root, file)), `${page} links to ${target}`);
      if (anchor) assert.ok(anchors(readPage(file)).includes(anchor), `${page} links to ${target}`);
      count++;
    }
  }
  assert.ok(count >= 15, String(count));
});

// Before the build, which rewrites the pages.
test("the page of each rule matches its data", () => {
  const created = createPages();
  const files = readdirSync(join(root, pageFolder)).map((name) => `${pageFolder}/${name}`);
  assert.deepEqual(files.sort(), created.map(({ path }) => path).sort());
  for (const { path, text } of created) assert.equal(readPage(path), text, `${path} is outdated. Run npm run docs.`);
});

test("the reference includes every entry point that adds declarations", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const declared = Object.values(exports).flatMap(({ types }) => (types?.startsWith("./dist/") ? [types] : []));
  const sources = declared.map((path) => path.replace("./dist/", "js/").replace(".d.ts", ".ts"));
  const own = sources.filter((source) => !reexports.test(source) && existsSync(join(root, source)));
  for (const source of own) assert.ok(config.entryPoints.includes(source), source);
});
/** Entry points that only re-export another one. */
const reexports = /\/(?:inline|define)\.ts$/;

test("the site builds without warnings and contains every page", async () => {
  rmSync(site, { recursive: true, force: true });
  await buildDocs();
  const titles = pages.slice(1).map((page) => /^title: (.+)$/m.exec(readPage(page))?.[1] ?? page);
  const documents = readdirSync(join(site, "documents")).map((name) => name.replace(".html", "").replaceAll("_", " "));
  assert.deepEqual(documents.sort(), titles.sort());
});

test("every link in the site leads to an existing file and anchor", () => {
  const files = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".html"));
  const read = new Map(files.map((path) => [path, readFileSync(join(site, path), "utf8")]));
  assert.ok(files.length > 50, String(files.length));
  for (const [page, html] of read) {
    for (const [, target] of html.matchAll(/<(?:a|img|link|script)\b[^>]*?\b(?:href|src)="([^"]+)"/g)) {
      if (/^(?:https?|data):/.test(target)) continue;
      const [path, anchor] = decodeURIComponent(target).split("#");
      const file = path === "" ? page : join(dirname(page), path.replace(/(^|\/)$/, "$1index.html"));
      assert.ok(existsSync(join(site, file)), `${page} links to ${target}`);
      if (anchor) assert.ok(read.get(file)?.includes(`id="${anchor}"`), `${page} links to ${target}`);
    }
  }
});

let server;
before(async () => {
  const configFile = join(root, "www", "vite.config.ts");
  server = await createServer({ configFile, logLevel: "error", server: { port: 0, watch: null, hmr: false } });
  await server.listen();
});
after(() => server.close());

test("the sample site serves the documentation under /docs/", async () => {
  const address = `http://127.0.0.1:${server.httpServer.address().port}/docs/`;
  const front = await (await fetch(address)).text();
  assert.match(front, /<title>reroom/);
  const guide = await fetch(new URL("documents/Photos.html", address));
  assert.match(await guide.text(), /inspectImage/);
});

// The driver itself: a function runs in a page of each engine, and what it throws arrives.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { engines, missing, open } from "./driver.mjs";

const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>driver</title>");
});
let address;

before(async () => {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server.close());

/** A pixel that was painted and read back. */
async function painted(colour) {
  const context = new OffscreenCanvas(8, 8).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 8, 8);
  return [...context.getImageData(3, 3, 1, 1).data];
}

for (const engine of engines)
  test(`${engine}: a function's result and its error come out of the page`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    assert.deepEqual(await browser.evaluate(address, painted, "#102030"), [16, 32, 48, 255]);
    await assert.rejects(
      browser.evaluate(address, () => Promise.reject(new TypeError("no such thing"))),
      /no such thing/,
    );
  });

test("firefox: preferences are set, such as protection against fingerprinting", async (t) => {
  if (missing("firefox")) return t.skip(missing("firefox"));
  const browser = await open("firefox", { prefs: { "privacy.resistFingerprinting": true } });
  t.after(() => browser.close());
  assert.notDeepEqual(await browser.evaluate(address, painted, "#102030"), [16, 32, 48, 255]);
});

// The driver: functions run in a page of each engine, and their errors arrive.
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

/** Paints a pixel and reads it back. */
async function painted(color) {
  const context = new OffscreenCanvas(8, 8).getContext("2d");
  context.fillStyle = color;
  context.fillRect(0, 0, 8, 8);
  return [...context.getImageData(3, 3, 1, 1).data];
}

for (const engine of engines)
  test(`${engine}: evaluate resolves to the function's result and rejects with its error`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    assert.deepEqual(await browser.evaluate(address, painted, "#102030"), [16, 32, 48, 255]);
    await assert.rejects(
      browser.evaluate(address, () => Promise.reject(new TypeError("no such thing"))),
      /no such thing/,
    );
  });

test("firefox: open sets preferences, such as resistFingerprinting", async (t) => {
  if (missing("firefox")) return t.skip(missing("firefox"));
  const browser = await open("firefox", { prefs: { "privacy.resistFingerprinting": true } });
  t.after(() => browser.close());
  assert.notDeepEqual(await browser.evaluate(address, painted, "#102030"), [16, 32, 48, 255]);
});

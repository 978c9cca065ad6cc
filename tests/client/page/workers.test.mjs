// Workers that fail: at every message that they get, with an error event or without any. A photo that was moved to the worker is gone
// then, and is decoded again.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { MaskEditor, prepareImage, registerDecoder } from "reroom";
import { start } from "../support.mjs";
import { decode, picture as encodePhoto } from "../../browser/support.js";

before(start);

/** How a worker fails: with an event, or without a word, as when the browser ends it. */
const failures = {
  "an error": (worker) => worker.onerror(new Event("error")),
  "a message that cannot be read": (worker) => worker.onmessageerror(new Event("messageerror")),
  "no word": () => undefined,
};

/** Calls `act` while each worker fails at the message `at` of the call. Resolves to its result and to the number of messages. */
async function failAt(at, fail, act) {
  const { postMessage } = Worker.prototype;
  const { setTimeout } = globalThis;
  let messages = 0;
  Worker.prototype.postMessage = function (...given) {
    postMessage.apply(this, given);
    messages += 1;
    if (messages !== at) return;
    this.terminate();
    setTimeout(() => fail(this));
  };
  // The time that a worker may be silent passes at once.
  globalThis.setTimeout = (call, wait, ...rest) =>
    setTimeout(call, wait === 60_000 && messages >= at ? 0 : wait, ...rest);
  try {
    return { result: await act(), messages };
  } finally {
    Worker.prototype.postMessage = postMessage;
    globalThis.setTimeout = setTimeout;
  }
}

const heic = new Blob([await readFile("/tests/heic/photos/phone.heic")]);

/** A photo that the browser decodes, and one that a registered decoder does, whose bitmap is moved. */
const photos = {
  "a file": async () => encodePhoto(900, 1200, "image/jpeg"),
  "a bitmap": async () => {
    const photo = await encodePhoto(900, 1200, "image/png");
    registerDecoder({ format: "heic", decode: () => createImageBitmap(photo) });
    return heic;
  },
};

for (const [kind, create] of Object.entries(photos))
  for (const [how, fail] of Object.entries(failures))
    test(`${kind} is prepared and restored although the worker fails with ${how}`, async () => {
      const photo = await create();
      const options = { fit: "pad", fill: "edge", maxBytes: 6_000 };
      const expected = await prepareImage(photo, options);
      const mask = await MaskEditor.create(expected.original);
      mask.rectangle(100, 200, 300, 400);
      const prepare = () => prepareImage(photo, options);
      const restore = () => expected.restore(expected.blob, { mask, format: "png" });
      const pixels = (await decode(await restore())).data;
      for (const [act, check] of [
        [prepare, ({ blob, width, height }) => assert.deepEqual([blob.size, width, height], [expected.blob.size, expected.width, expected.height])], // prettier-ignore
        [restore, async (restored) => assert.deepEqual((await decode(restored)).data, pixels)],
      ]) {
        for (let at = 1; ; at += 1) {
          const { result, messages } = await failAt(at, fail, act);
          await check(result);
          if (messages >= at) continue;
          assert.ok(messages > 1, `the worker got ${messages} messages`);
          break;
        }
      }
    });

// Workers that fail: at every message that they get, with an error event or without any. A photo that was moved to the worker is gone
// then, and is decoded again.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { MaskEditor, prepareImage, registerDecoder } from "reroom";
import { start } from "../support.mjs";
import { decode, picture as encodePhoto } from "../../browser/support.js";

before(start);

/** How a worker fails: with an event, or without a word, as when the browser ends it. Then the time passes in which it may be silent. */
const failures = {
  "an error": (worker) => worker.onerror(new Event("error")),
  "a message that cannot be read": (worker) => worker.onmessageerror(new Event("messageerror")),
  "no word": (worker, expire) => expire(),
};

/** Calls `act` while each worker fails at the message `at` of the call. Resolves to its result and to the number of messages. */
async function failAt(at, fail, act) {
  const { postMessage } = Worker.prototype;
  const { setTimeout } = globalThis;
  let messages = 0;
  let expire;
  Worker.prototype.postMessage = function (...given) {
    postMessage.apply(this, given);
    messages += 1;
    if (messages !== at) return;
    this.terminate();
    setTimeout(() => fail(this, expire));
  };
  // The time that a worker may be silent.
  globalThis.setTimeout = (call, wait, ...rest) => {
    if (wait === 60_000) expire = call;
    return setTimeout(call, wait, ...rest);
  };
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
  "a file": async () => encodePhoto(720, 900, "image/jpeg"),
  "a bitmap": async () => {
    const photo = await encodePhoto(720, 900, "image/png");
    registerDecoder({ format: "heic", decode: () => createImageBitmap(photo) });
    return heic;
  },
};

for (const [kind, create] of Object.entries(photos))
  test(`${kind} is prepared and restored although the worker fails`, async () => {
    const photo = await create();
    const options = { fit: "pad", fill: "edge", maxBytes: 60_000 };
    let expected = await prepareImage(photo, options);
    // Until it is drawn twice, at a smaller size. Encoders differ.
    for (const whole = expected.width; expected.width === whole; expected = await prepareImage(photo, options))
      options.maxBytes = Math.round(options.maxBytes * 0.9);
    const mask = await MaskEditor.create(expected.original);
    mask.rectangle(100, 200, 300, 400);
    const prepare = () => prepareImage(photo, options);
    const restore = () => expected.restore(expected.blob, { mask, format: "png" });
    const describe = ({ blob, width, height }) => [blob.size, width, height];
    const pixels = (await decode(await restore())).data;
    for (const [how, fail] of Object.entries(failures))
      for (const [act, check] of [
        [prepare, (prepared) => assert.deepEqual(describe(prepared), describe(expected), how)],
        [
          restore,
          async (restored) =>
            assert.ok(
              (await decode(restored)).data.every((value, at) => value === pixels[at]),
              how,
            ),
        ],
      ])
        for (let at = 1; ; at += 1) {
          const { result, messages } = await failAt(at, fail, act);
          await check(result);
          if (messages >= at) continue;
          assert.ok(messages > 1, `${how}: the worker got ${messages} messages`);
          break;
        }
  });

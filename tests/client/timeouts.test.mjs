// How long a request may take without progress, by its cost and by timeoutMs.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { calls, clientOver, fileName, json, key, paid, photo, record, start, submitted } from "./support.mjs";
import { scope } from "./service.mjs";

before(start);

const responses = {
  status: () => json({ credits: 1 }),
  upload: () => json({ success: true, fileName }),
  render: ({ method }) => (method === "POST" ? submitted() : json(record())),
  upscale: () => submitted(),
  r1: () => json(record()),
};

/** The timeout of each request of `run`, by the end of its path; for an upload, without the time for its body. */
async function limits(run, options = {}) {
  const { setTimeout: set } = globalThis;
  const given = {};
  let last;
  globalThis.setTimeout = (ring, ms, ...args) => set(ring, (last = ms), ...args);
  try {
    const { client } = clientOver(
      (request) => {
        const end = new URL(request.url).pathname.split("/").at(-1);
        given[end] = last - (end === "upload" ? photo.length / 32 : 0);
        return responses[end](request);
      },
      { ...scope(), ...options },
    );
    await run(client);
  } finally {
    globalThis.setTimeout = set;
  }
  return given;
}
const job = (client, options) => client.run(photo, { creativity: "balanced" }, options);

test("the timeout is five minutes for paid calls and one minute for all others", async () => {
  for (const name of Object.keys(calls)) {
    const [ms] = Object.values(await limits(calls[name]));
    assert.equal(ms, paid.includes(name) ? 300_000 : 60_000, name);
  }
  assert.deepEqual(await limits(job), { upload: 60_000, render: 300_000, r1: 60_000 });
});

test("timeoutMs of the client or of the call replaces every default timeout", async () => {
  const all = (ms) => ({ upload: ms, render: ms, r1: ms });
  assert.deepEqual(await limits(job, { timeoutMs: 90_000 }), all(90_000));
  assert.deepEqual(await limits((client) => job(client, { timeoutMs: 400_000 })), all(400_000));
  assert.deepEqual(await limits((client) => job(client, { timeoutMs: 20_000 }), { timeoutMs: 90_000 }), all(20_000));
  assert.deepEqual(await limits((client) => job(client, { timeoutMs: undefined }), { timeoutMs: 90_000 }), all(90_000));
});

test("getToken times out after one minute, also for paid calls", async () => {
  const asked = [];
  const { setTimeout: set } = globalThis;
  let last;
  const getToken = () => {
    // The timeout starts after getToken is called.
    queueMicrotask(() => asked.push(last));
    return new Promise((done) => set(() => done(key), 1));
  };
  globalThis.setTimeout = (ring, ms, ...args) => set(ring, (last = ms), ...args);
  try {
    const { client } = clientOver(() => submitted(), { ...scope(), getToken });
    await calls.render(client);
  } finally {
    globalThis.setTimeout = set;
  }
  // In a page, another request may ask first whether a gateway answers.
  assert.ok(asked.length > 0 && asked.every((ms) => ms === 60_000), asked.join());
});

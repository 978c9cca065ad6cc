// A studio that is replaced in one task, as frameworks do when they mount a component again.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createStudio } from "reroom/studio";
import { memoryStorage, sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
const pause = () => new Promise((done) => setTimeout(done, 5));
beforeEach(() => service.reset({ speeds: { queuedMs: 0, renderingMs: 300 } }));

/** Orders a render, which takes a while. Returns the studio once the service has it. */
async function order(client, options = {}) {
  const studio = studioFor(service, { client, tools: ["interior"], ...options });
  await studio.open(await sample());
  for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
  void studio.submit();
  await until(studio, ({ job }) => job.sent);
  return studio;
}

/** Waits until a studio has the render, which was bought once. */
async function expectRender(studio, client) {
  await until(studio, ({ photos }) => photos.some(({ results, running }) => results === 1 && running === 0));
  assert.deepEqual([service.orders().length, client.pending()], [1, []]);
}

test("a render is followed by the studio that replaces the one that bought it, and by no third one", async () => {
  const client = service.client();
  const studio = await order(client);
  studio.destroy();
  const [next, third] = [1, 2].map(() => createStudio({ client }));
  next.restore();
  assert.equal(next.getSnapshot().earlier.length, 1);
  // By now, the first one has stopped.
  await pause();
  third.restore();
  assert.deepEqual(third.getSnapshot().earlier, []);
  await expectRender(next, client);
});

for (const [what, storage] of [
  ["without a storage", undefined],
  ["with a storage", memoryStorage()],
])
  test(`a studio ${what} that is destroyed and restored in the same task continues to follow its render`, async () => {
    const client = service.client();
    const studio = await order(client, { storage });
    studio.destroy();
    studio.restore();
    await expectRender(studio, client);
  });

test("a render is not listed for the next user of a studio, and followed again when its user comes back", async () => {
  const [client, storage] = [service.client(), memoryStorage()];
  const studio = await order(client, { storage });
  studio.configure({ user: "ben" });
  studio.restore();
  assert.deepEqual(studio.getSnapshot().earlier, []);
  studio.configure({ user: undefined });
  studio.restore();
  await expectRender(studio, client);
});

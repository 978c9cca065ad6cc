// A studio that is replaced in one task, as frameworks do when they mount a component again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createStudio } from "reroom/studio";
import { sample, startService, studioFor } from "./support.mjs";

const service = await startService({ speeds: { queuedMs: 0, renderingMs: 300 } });
const pause = () => new Promise((done) => setTimeout(done, 5));

test("a render is followed by the studio that replaces the one that bought it", async () => {
  const client = service.client();
  const studio = studioFor(service, { client, tools: ["interior"] });
  await studio.open(await sample());
  for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
  void studio.submit();
  while (!client.pending()[0]?.renderId) await pause();
  studio.destroy();
  const next = createStudio({ client });
  next.restore();
  while (next.getSnapshot().photos.length === 0) await pause();
  assert.deepEqual([service.orders().length, client.pending()], [1, []]);
});

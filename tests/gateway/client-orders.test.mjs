// The client and the gateway over HTTP: an order that breaks at any point is bought once and found again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createGatewayListener } from "reroom/gateway/node";
import { serve } from "./servers.mjs";
import { createFastSandbox, createTestGateway, fastPolling, initClient, photoUrl } from "./support.mjs";

/** Where the next paid requests break: `"sent"` before the gateway has them, `"bought"` when it responds, `"held"` never end. */
let breaks = [];
let server, seen;

before(async () => {
  await initClient();
  const made = createTestGateway(await createFastSandbox(), { authorize: () => ({ user: "ann" }) });
  ({ seen } = made);
  const handle = createGatewayListener(made.gateway);
  server = await serve((req, res) => {
    const point = req.method === "POST" ? breaks.shift() : undefined;
    if (point === "sent") req.socket.destroy();
    else {
      if (point === "bought") res.writeHead = () => req.socket.destroy();
      if (point === "held") res.writeHead = res.write = res.end = () => res;
      handle(req, res);
    }
  });
});
after(() => server.close());

const bought = () => seen.filter(({ method }) => method === "POST").length;
const params = { creativity: "balanced" };

for (const [what, points] of [
  ["before the gateway has it", ["sent"]],
  ["as its response arrives", ["bought"]],
  ["at each point in turn", ["sent", "bought"]],
]) {
  test(`an order that breaks ${what} is bought once, and run resolves`, async () => {
    const before = bought();
    breaks = [...points];
    const client = new ReRoom({ baseUrl: server.origin });
    const render = await client.run(photoUrl, params, fastPolling);
    assert.equal(render.status, "completed");
    assert.deepEqual([bought() - before, client.pending()], [1, []]);
  });
}

test("an order whose page was closed while it was answered is found by a later page", async () => {
  const before = bought();
  const items = new Map();
  const storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, text) => void items.set(key, text),
    removeItem: (key) => void items.delete(key),
  };
  breaks = ["held"];
  const closing = new AbortController();
  const { signal } = closing;
  const closed = new ReRoom({ baseUrl: server.origin, storage }).run(photoUrl, params, { signal, tag: "room 1" });
  while (bought() === before) await new Promise((done) => setTimeout(done, 5));
  closing.abort();
  await assert.rejects(closed, { code: "outcome_unknown" });

  const later = new ReRoom({ baseUrl: server.origin, storage });
  const [entry] = later.pending();
  assert.deepEqual([entry.renderId, entry.tag], [undefined, "room 1"]);
  assert.equal((await later.waitFor(entry, fastPolling)).status, "completed");
  assert.deepEqual([bought() - before, later.pending(), items.size], [1, [], 0]);
});

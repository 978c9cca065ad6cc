// A process with a gateway that hands finished renders to the site. It stops at the point that a message names for each render,
// so that the test can kill it there.
import { createServer } from "node:http";
import { createClient } from "redis";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createRedisStore } from "reroom/gateway/redis";

const [redisUrl, upstream, apiKey] = process.argv.slice(2);
const points = new Map();

/** Stops forever if this is the render's point. */
async function reach(id, point) {
  if (points.get(id) !== point) return;
  process.send({ reached: id });
  await new Promise(() => {});
}

const client = createClient({ url: redisUrl });
client.on("error", () => {});
await client.connect();
let passedMs = 0;
const store = createRedisStore({ client, now: () => Date.now() + passedMs });
const breaking = {
  ...store,
  async addTask(list, task, delayMs) {
    if (list === "renders") await reach(task.id, "bought, not listed");
    await store.addTask(list, task, delayMs);
    if (list === "renders") await reach(task.id, "listed, order not noted");
  },
  async removeTask(list, id) {
    if (list === "renders") await reach(id, "delivered, still listed");
    await store.removeTask(list, id);
  },
};

const gateway = createGateway({
  apiKey,
  upstream,
  store: breaking,
  authorize: () => ({ user: "ann" }),
  limits: { concurrentRenders: Infinity, perUser: { concurrentRenders: Infinity, requestsPerMinute: Infinity } },
  timeouts: { storeMs: 600_000 },
  archive: async ({ name, url, kind, render }) => {
    await reach(render.renderId, kind === "original" ? "looked up" : "original archived");
    process.send({ file: { name, url, kind } });
    if (kind === "output") await reach(render.renderId, "result archived");
    return `https://archive.example/${name}`;
  },
  onFinished: (render) => void process.send({ render }),
  onEvent: ({ type, requestId }) => void (type === "outcome-unknown" && process.send({ unknown: requestId })),
});

process.on("message", async ({ stops, ms }) => {
  for (const [id, point] of stops ?? []) points.set(id, point);
  if (ms === undefined) return;
  passedMs += ms;
  const resumed = await gateway.resume();
  process.send({ resumed });
});
const server = createServer(createGatewayListener(gateway));
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

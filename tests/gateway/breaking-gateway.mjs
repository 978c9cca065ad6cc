// A process with a gateway that breaks orders where they ask for it. The header `x-break` names the point and the kind of the
// break: "kill" stops the order there and reports it, so that the test can kill the process; the others break the connection.
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import { createClient } from "redis";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createRedisStore } from "reroom/gateway/redis";

const [redisUrl, upstream, apiKey] = process.argv.slice(2);
const orders = new AsyncLocalStorage();
const forever = () => new Promise(() => {});
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Breaks the current order if this is its point. */
async function reach(point) {
  const order = orders.getStore();
  if (order?.point !== point) return;
  order.point = undefined;
  process.send({ reached: order.key });
  if (order.kind === "kill") await forever();
  if (order.kind === "reset" || order.kind === "no abort signal") order.socket.resetAndDestroy();
  if (order.kind === "close" || order.kind === "close, slow store") order.socket.destroy();
  // Behind a proxy, the test breaks the connection, and this process does not notice.
  if (order.kind !== "reset") await delay(order.kind === "close, slow store" ? 300 : 30);
}

const client = createClient({ url: redisUrl });
client.on("error", () => {});
await client.connect();
let passedMs = 0;
const store = createRedisStore({ client, now: () => Date.now() + passedMs });
const breaking = {
  ...store,
  async compareAndSwap(key, expected, next, ttlMs) {
    const phase = next && JSON.parse(next).phase;
    if (phase === "sent") await reach("before it is sent");
    if (phase === "answered") await reach("answered, not yet noted");
    const previous = await store.compareAndSwap(key, expected, next, ttlMs);
    if (phase === "answered") await reach("noted, not delivered");
    return previous;
  },
};

const gateway = createGateway({
  apiKey,
  upstream,
  store: breaking,
  authorize: (request) => ({ user: request.headers.get("x-user") }),
  limits: { concurrentRenders: Infinity, perUser: { concurrentRenders: Infinity, requestsPerMinute: Infinity } },
  timeouts: { storeMs: 60_000 },
  fetch: async (request) => {
    const response = fetch(request);
    response.catch(() => {});
    await reach("on its way");
    return response;
  },
  onEvent: ({ type, requestId }) => void (type === "outcome-unknown" && process.send({ unknown: requestId })),
});

/** Some platforms never abort the signal of a request. */
const ignoreDisconnects = (request) => gateway(new Request(request, { signal: new AbortController().signal }));
const [listener, deafListener] = [gateway, ignoreDisconnects].map((handler) => createGatewayListener(handler));
const server = createServer((req, res) => {
  const [point, kind] = (req.headers["x-break"] ?? "").split("; ");
  const order = { key: req.headers["idempotency-key"], point, kind, socket: req.socket };
  orders.run(order, () => (kind === "no abort signal" ? deafListener : listener)(req, res));
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

process.on("message", async ({ ms }) => {
  passedMs += ms;
  await gateway.resume();
  process.send({ resumed: true });
});

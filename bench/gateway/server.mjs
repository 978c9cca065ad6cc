// One process of the comparison: `service`, `proxy` or `gateway`. Arguments: the role, the service's URL, and Redis' URL.
import { createServer } from "node:http";

const [, , role, upstream, redis] = process.argv;

async function createListener() {
  if (role === "service") {
    let orders = 0;
    return (req, res) => {
      req.resume().once("end", () => {
        const data = { render_id: `r${orders++}`, status: "completed" };
        res.setHeader("content-type", "application/json").end(JSON.stringify({ success: true, data }));
      });
    };
  }
  const { createGatewayListener } = await import("../../dist/gateway/node.js");
  if (role === "proxy") return createGatewayListener(forward);
  const { createGateway } = await import("../../dist/gateway/index.js");
  return createGatewayListener(
    createGateway({
      apiKey: "rr-live-4711-secret-of-a-benchmark-of-the-gateway",
      authorize: (request) => ({ user: request.headers.get("x-user") }),
      upstream,
      limits: {
        concurrentRenders: 1000,
        creditsPerDay: 1e6,
        perUser: { concurrentRenders: 1000, requestsPerMinute: 1e6, creditsPerDay: 1e6 },
      },
      onEvent: () => {},
      ...(redis ? { store: await connect() } : {}),
    }),
  );
}

/** Only forwards the request. Uses the same adapter, so that the difference is the gateway itself. */
async function forward(request) {
  const { pathname } = new URL(request.url);
  const headers = { "content-type": "application/json", authorization: "Bearer x" };
  const response = await fetch(upstream + pathname, { method: "POST", headers, body: request.body, duplex: "half" });
  return new Response(await response.text(), { headers: { "content-type": "application/json" } });
}

async function connect() {
  const { createClient } = await import("redis");
  const { createRedisStore } = await import("../../dist/gateway/redis.js");
  return createRedisStore({ client: await createClient({ url: redis }).connect() });
}

const server = createServer(await createListener());
server.listen(0, "127.0.0.1", () => process.send(`http://127.0.0.1:${server.address().port}`));
process.on("disconnect", () => process.exit());

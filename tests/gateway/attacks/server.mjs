// A process with gateways to attack, each under a path. The parent sends commands as messages. The first argument is the folder
// of the package.
import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { services, variants } from "./variants.mjs";

const folder = process.argv[2];
const load = (path) => import(pathToFileURL(`${folder}/dist/gateway/${path}`).href);
const { createGateway, createMemoryStore } = await load("index.js");
const { createGatewayListener } = await load("node.js");

const listeners = new Map();
for (const [name, build] of Object.entries(variants)) {
  const basePath = `/${name}`;
  const gateway = createGateway({
    apiKey: "rr-live-4711-secret-of-a-gateway-under-attack",
    basePath,
    authorize: (request) => ({ user: request.headers.get("x-user") ?? "visitor" }),
    limits: { concurrentRenders: Infinity, perUser: { concurrentRenders: Infinity, requestsPerMinute: Infinity } },
    fetch: services.prompt,
    onEvent: () => {},
    ...build(createMemoryStore()),
  });
  listeners.set(name, createGatewayListener(gateway, { basePath }));
}

const server = createServer((req, res) => {
  const listener = listeners.get(req.url.split("/")[1]);
  if (listener) listener(req, res);
  else res.end("pong");
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

/** The memory in use, with the buffers outside of the heap. */
async function measureMemory() {
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await sleep(10);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The time that it takes to parse and serialize the largest legal body, in milliseconds. */
function measureParsing() {
  const text = `{"mask":"${"A".repeat(22_000_000)}"}`;
  const start = performance.now();
  JSON.stringify(JSON.parse(text));
  return performance.now() - start;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
const commands = {
  memory: measureMemory,
  parsing: measureParsing,
  startDelay: () => (delay.reset(), delay.enable()),
  stopDelay: () => (delay.disable(), delay.max / 1e6),
};
process.on("message", async ({ id, command }) => process.send({ id, result: await commands[command]() }));
process.on("disconnect", () => process.exit());

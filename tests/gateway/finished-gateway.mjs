// A process with a gateway that orders a render, or that delivers the renders of a process that was killed. The times of the
// store run 100 times as fast, so that leases end soon.
import { createClient } from "redis";
import { createGateway } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { photoUrl } from "./support.mjs";

const [redisUrl, upstream, apiKey, prefix, mode] = process.argv.slice(2);
const client = createClient({ url: redisUrl });
client.on("error", () => {});
await client.connect();
const forever = () => new Promise(() => {});

const gateway = createGateway({
  apiKey,
  upstream,
  store: createRedisStore({ client, prefix, now: () => Date.now() * 100 }),
  authorize: () => true,
  onFinished: async ({ renderId }) => {
    process.send(mode === "deliver" ? { delivered: renderId } : { delivering: renderId });
    if (mode !== "deliver") await forever();
  },
});

if (mode !== "deliver") {
  await gateway("http://localhost/api/enterprise/render", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...photoUrl, creativity: "balanced" }),
  });
  process.send({ ordered: true });
}
if (mode !== "order") setInterval(() => void gateway.resume(), 50);

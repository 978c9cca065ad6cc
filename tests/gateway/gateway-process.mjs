// Starts processes of the gateway that can be killed, and proxies in front of them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/**
 * Starts a process of `breaking-gateway.mjs`. It calls `onReached` with the key of each order that reaches its point, and
 * `onUnknown` with each request whose outcome it reports as unknown.
 */
export async function startGateway(redisUrl, serviceOrigin, apiKey, onUnknown) {
  const program = fileURLToPath(new URL("breaking-gateway.mjs", import.meta.url));
  const child = fork(program, [redisUrl, serviceOrigin, apiKey], { stdio: "inherit" });
  const gateway = {
    onReached: () => {},
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    /** Lets the time of its store pass, and looks for orders of processes that ended. */
    async resumeLater(ms) {
      child.send({ ms });
      await new Promise((resolve) => (gateway.onResumed = resolve));
    },
  };
  child.on("message", ({ reached, unknown, resumed }) => {
    if (unknown) onUnknown(unknown);
    if (resumed) gateway.onResumed();
    if (reached) gateway.onReached(reached);
  });
  const [{ port }] = await once(child, "message");
  return Object.assign(gateway, { origin: `http://127.0.0.1:${port}` });
}

/**
 * Starts a proxy in front of a gateway. `target` can be changed to another one. With `keepsOpen`, its connection to the gateway
 * stays open when the client's connection breaks.
 */
export async function startProxy(target, { keepsOpen = false } = {}) {
  const proxy = { target };
  const server = createServer((socket) => {
    const upstream = connect(new URL(proxy.target.origin).port, "127.0.0.1");
    for (const end of [socket, upstream]) end.on("error", () => {});
    socket.on("data", (chunk) => upstream.write(chunk));
    upstream.on("data", (chunk) => socket.writable && socket.write(chunk));
    upstream.on("close", () => socket.destroy());
    if (!keepsOpen) socket.on("close", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(proxy, {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => server.close(),
  });
}

// A Redis of the test's own, on a free port, that keeps nothing.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { createClient } from "redis";

const program = process.env.REDIS_SERVER ?? spawnSync("which", ["redis-server"], { encoding: "utf8" }).stdout.trim();

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts a server; `client()` connects one more, `stop()` and `start()` end and begin it anew on the same port. */
export async function startRedis() {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const clients = [];
  let child;
  const start = async () => {
    const settings = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
      "--dir",
      "/tmp",
    ];
    // Debian has the server under this name in redis-tools, which starts no service: it goes by how it is called.
    child = spawn(program, settings, { argv0: "redis-server", stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((ready, failed) => {
      child.once("error", failed);
      child.once("exit", (status) => failed(new Error(`redis-server ended with ${status}`)));
      child.stdout.on("data", (text) => String(text).includes("Ready to accept connections") && ready());
    });
  };
  const stop = async () => {
    if (child.exitCode !== null) return;
    const gone = new Promise((exited) => child.once("exit", exited));
    child.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url,
    start,
    stop,
    async client(options = {}) {
      const client = createClient({ url, ...options });
      client.on("error", () => {});
      clients.push(client);
      return client.connect();
    },
    async end() {
      for (const client of clients) client.destroy();
      await stop();
    },
  };
}

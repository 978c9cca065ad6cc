// A Redis of the test's own, on a free port, that keeps nothing.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { createClient } from "redis";

const program = process.env.REDIS_SERVER ?? spawnSync("which", ["redis-server"], { encoding: "utf8" }).stdout.trim();

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const settings = (port) =>
  `--port ${port} --bind 127.0.0.1 --appendonly no --dir ${tmpdir()}`.split(" ").concat("--save", "");

/** Starts a server on a port; resolves to its process once it answers. */
async function launch(port) {
  // Debian has the server under this name in redis-tools, which starts no service: it goes by how it is called.
  const child = spawn(program, settings(port), { argv0: "redis-server", stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((ready, failed) => {
    child.once("error", failed);
    child.once("exit", (status) => failed(new Error(`redis-server ended with ${status}`)));
    child.stdout.on("data", (text) => String(text).includes("Ready to accept connections") && ready());
  });
  return child;
}

/** On a port that nobody else takes meanwhile. */
async function launchSomewhere(tries = 5) {
  const port = await freePort();
  try {
    return { port, child: await launch(port) };
  } catch (error) {
    if (tries === 1) throw error;
    return launchSomewhere(tries - 1);
  }
}

/** Starts a server; `client()` connects one more, `stop()` and `start()` end and begin it anew on the same port. */
export async function startRedis() {
  const clients = [];
  let { port, child } = await launchSomewhere();
  const url = `redis://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((exited) => child.once("exit", exited));
    child.kill("SIGKILL");
    await gone;
  };
  return {
    url,
    stop,
    async start() {
      child = await launch(port);
    },
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

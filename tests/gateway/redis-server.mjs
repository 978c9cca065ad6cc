// Starts a Redis server on a free port, without persistence.
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

const settings = (port, flags) =>
  `--port ${port} --bind 127.0.0.1 --appendonly no --dir ${tmpdir()}`.split(" ").concat("--save", "", flags);

/** Starts a server on a port. Resolves to its process once it accepts connections. */
async function launch(port, flags) {
  // In Debian's redis-tools, the server is the same binary as redis-check-rdb and depends on argv[0].
  const child = spawn(program, settings(port, flags), { argv0: "redis-server", stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => reject(new Error(`redis-server ended with ${status}`)));
    child.stdout.on("data", (text) => String(text).includes("Ready to accept connections") && resolve());
  });
  return child;
}

/** Tries again if another process takes the port. */
async function launchOnFreePort(flags, tries = 5) {
  const port = await freePort();
  try {
    return { port, child: await launch(port, flags) };
  } catch (error) {
    if (tries === 1) throw error;
    return launchOnFreePort(flags, tries - 1);
  }
}

/** Starts a server. `client()` connects another client. `stop()` and `start()` restart the server on the same port. */
export async function startRedis(...flags) {
  const clients = [];
  let { port, child } = await launchOnFreePort(flags);
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
      child = await launch(port, flags);
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

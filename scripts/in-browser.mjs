// Runs the Rust tests in pages: in one browser after the other over an unreliable wire, and without it as a bare
// `wasm-pack test` does.
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readEnvironment, root, tee, wasmEnvironment } from "./run.mjs";

/** How wasm-pack starts each engine: its arguments and, if needed, a program to start it under. */
const engines = {
  chromium: ({ CHROMEDRIVER }) => ({ args: ["--chrome", "--chromedriver", CHROMEDRIVER] }),
  firefox: ({ GECKODRIVER }) => ({ args: ["--firefox", "--geckodriver", GECKODRIVER] }),
  webkit: ({ WEBKITDRIVER, XVFB_RUN }) => ({
    args: ["--safari", "--safaridriver", WEBKITDRIVER],
    under: [XVFB_RUN, "-a"],
    variables: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  }),
};

/** Runs the tests in one engine. Resolves as `tee` does. */
export async function inBrowser(engine) {
  const { browsers } = readEnvironment();
  const { args, under = [], variables = {} } = engines[engine](browsers);
  const tests = ["browser", "prepare", "editor"].flatMap((name) => ["--test", name]);
  const all = ["--", "--include-ignored"];
  const words = [...under, "wasm-pack", "test", "--headless", ...args, "--mode", "no-install", ".", ...tests, ...all];
  // WebKitGTK keeps sockets there and rejects a folder that others can read.
  const port = await freePort();
  const stopAsking = keepAsking(port);
  const runtime = mkdtempSync(join(tmpdir(), "reroom-browser-"));
  try {
    const env = { ...wasmEnvironment(), ...variables, REROOM_SANDBOX: (await wire()).origin };
    Object.assign(env, { XDG_RUNTIME_DIR: runtime, WASM_BINDGEN_TEST_TIMEOUT: "300" });
    env.WASM_BINDGEN_TEST_ADDRESS = `127.0.0.1:${port}`;
    return await tee(words[0], words.slice(1), { env });
  } finally {
    stopAsking();
    rmSync(runtime, { recursive: true, force: true });
  }
}

/** Runs a bare `wasm-pack test` in Chromium and in Firefox. Resolves as `tee` does, for both together. */
export async function byItself() {
  const { browsers, missing } = readEnvironment();
  const drivers = [browsers.CHROMEDRIVER, browsers.GECKODRIVER].filter(Boolean).map(dirname);
  const env = { ...process.env, PATH: [process.env.PATH, ...drivers].join(delimiter) };
  delete env.REROOM_SANDBOX;
  const runs = [];
  for (const flag of ["--chrome", ...(missing.firefox ? [] : ["--firefox"])]) {
    console.log(`wasm-pack test --headless ${flag}`);
    runs.push(await tee("wasm-pack", ["test", "--headless", flag], { env }));
  }
  return { status: Math.max(...runs.map(({ status }) => status)), output: runs.map(({ output }) => output).join("\n") };
}

/**
 * Requests the runner's page at intervals until the returned function is called. If a browser opens many connections at
 * once, the server may queue one without a thread and check its queue only after another connection ends. Each of these
 * requests ends one.
 */
function keepAsking(port) {
  const ask = () => get({ host: "127.0.0.1", port, agent: false }, (page) => page.resume()).on("error", () => {});
  const timer = setInterval(ask, 500);
  return () => clearInterval(timer);
}

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

let started;

/** One wire for all engines. Its address is compiled into the tests, so they are built once. */
function wire() {
  const load = (...path) => import(pathToFileURL(join(root, ...path)).href);
  const start = async () => {
    const { createSandbox } = await load("dist", "sandbox", "index.js");
    const { startWire } = await load("tests", "wire", "server.mjs");
    return startWire(await createSandbox({ seed: 1 }), { port: 8787 });
  };
  return (started ??= start());
}

/** Stops the wire. */
export async function closeWire() {
  (await started)?.stop();
}

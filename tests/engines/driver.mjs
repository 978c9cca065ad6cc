// Runs functions in pages of Chromium, Firefox and WebKitGTK, through their WebDrivers.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readEnvironment } from "../../scripts/run.mjs";

/** The supported engines. */
export const engines = ["chromium", "firefox", "webkit"];

/** Why an engine cannot run on this machine; undefined if it can. */
export const missing = (engine) => readEnvironment().missing?.[engine];

const flags = [
  // The browser exits with its driver, however the driver exits.
  "--remote-debugging-pipe",
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The command and the capabilities of each engine's driver. Only Firefox has `prefs`. */
const drivers = {
  chromium: ({ CHROMIUM, CHROMEDRIVER }) => ({
    command: [CHROMEDRIVER],
    capabilities: { "goog:chromeOptions": { binary: CHROMIUM, args: flags } },
  }),
  firefox: ({ FIREFOX, GECKODRIVER }, prefs) => ({
    command: [GECKODRIVER, "--log", "fatal"],
    capabilities: { "moz:firefoxOptions": { binary: FIREFOX, args: ["-headless"], prefs } },
  }),
  // WebKitGTK has no headless mode, so it runs on a virtual screen.
  webkit: ({ WEBKITDRIVER, XVFB_RUN }) => ({
    screen: [XVFB_RUN, "-a"],
    command: [WEBKITDRIVER],
    capabilities: {},
    variables: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  }),
};

// The driver exits when its input is closed, even if this process is killed. Its screen exits after it.
const untilClosed = '"$@" & read -r _; kill $!; wait $!';

/**
 * Starts a browser. `evaluate(url, source, ...args)` opens the page, unless it is already open, and runs the function
 * there. Arguments and result must be JSON-serializable. A rejection in the page rejects here. `act(pointerType, ...pointers)`
 * moves pointers along their [x, y] places in the window, all at once: each goes down at its first place and up at its last.
 *
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @param {{ prefs?: Record<string, string | number | boolean> }} [options]
 */
export async function open(engine, { prefs = {} } = {}) {
  const { screen = [], command, capabilities, variables } = drivers[engine](readEnvironment().browsers, prefs);
  const port = await freePort();
  // WebKitGTK keeps sockets there and rejects a folder that others can read.
  const runtime = mkdtempSync(join(tmpdir(), "reroom-engine-"));
  const [program, ...words] = [...screen, "sh", "-c", untilClosed, "sh", ...command, `--port=${port}`];
  const driver = spawn(program, words, {
    env: { ...process.env, ...variables, XDG_RUNTIME_DIR: runtime },
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = new Promise((done) => driver.once("exit", done).once("error", done));
  const end = async () => {
    driver.stdin.end();
    await ended;
    rmSync(runtime, { recursive: true, force: true, maxRetries: 5 });
  };
  const base = `http://127.0.0.1:${port}`;
  try {
    await listening(base, driver);
    const { sessionId } = await ask(`${base}/session`, { capabilities: { alwaysMatch: capabilities } });
    const session = `${base}/session/${sessionId}`;
    await ask(`${session}/timeouts`, { script: 240_000, pageLoad: 60_000 });
    const act = (pointerType, ...pointers) =>
      ask(`${session}/actions`, { actions: createActions(pointerType, pointers) });
    return { evaluate: evaluator(session), act, close: () => ask(session, undefined, "DELETE").finally(end) };
  } catch (error) {
    await end();
    throw new Error(`${engine} did not start: ${error.message}`, { cause: error });
  }
}

function createActions(pointerType, pointers) {
  const move = ([x, y]) => ({ type: "pointerMove", duration: 30, x: Math.round(x), y: Math.round(y) });
  return pointers.map(([first, ...places], index) => ({
    type: "pointer",
    id: `${pointerType}-${index}`,
    parameters: { pointerType },
    actions: [move(first), { type: "pointerDown", button: 0 }, ...places.map(move), { type: "pointerUp", button: 0 }],
  }));
}

function evaluator(session) {
  let current;
  return async (url, source, ...args) => {
    if (current !== url) await ask(`${session}/url`, { url });
    current = url;
    const { value, error } = JSON.parse(
      await ask(`${session}/execute/async`, { script: inPage, args: [String(source), JSON.stringify(args)] }),
    );
    if (error) throw new Error(error);
    return value;
  };
}

// Drivers run scripts outside the page's own realm, in Firefox without `import()`. So this script adds one to the page.
const inPage = `
  const [source, args, done] = arguments;
  addEventListener("engine-done", ({ detail }) => done(detail), { once: true });
  const script = document.createElement("script");
  script.textContent = "(async () => (" + source + ")(..." + args + "))()" +
    ".then((value) => ({ value }), (error) => ({ error: String(error) + '\\\\n' + (error && error.stack || '') }))" +
    ".then((said) => dispatchEvent(new CustomEvent('engine-done', { detail: JSON.stringify(said) })))";
  document.documentElement.append(script);
  script.remove();
`;

async function ask(url, body, method = "POST") {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** Waits until the driver responds. */
async function listening(base, driver) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (driver.exitCode !== null) throw new Error(`its driver ended with ${driver.exitCode}`);
    const ready = await fetch(`${base}/status`).then(({ ok }) => ok, () => false); // prettier-ignore
    if (ready) return;
    await pause(100);
  }
  throw new Error("its driver does not respond");
}

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

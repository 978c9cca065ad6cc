// Runs functions in the pages of a real browser: Chromium, Firefox or WebKitGTK, each through its own WebDriver.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readEnvironment } from "../../scripts/run.mjs";

/** The engines that there are drivers for. */
export const engines = ["chromium", "firefox", "webkit"];

/** Why an engine cannot be run on this machine; nothing if it can. */
export const missing = (engine) => readEnvironment().missing?.[engine];

const flags = [
  // It ends with its driver, whatever that ended by.
  "--remote-debugging-pipe",
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** How each engine's driver is started, and what it is asked for. Only Firefox takes `prefs`. */
const drivers = {
  chromium: ({ CHROMIUM, CHROMEDRIVER }) => ({
    command: [CHROMEDRIVER],
    capabilities: { "goog:chromeOptions": { binary: CHROMIUM, args: flags } },
  }),
  firefox: ({ FIREFOX, GECKODRIVER }, prefs) => ({
    command: [GECKODRIVER, "--log", "fatal"],
    capabilities: { "moz:firefoxOptions": { binary: FIREFOX, args: ["-headless"], prefs } },
  }),
  // WebKitGTK has no headless mode: it gets a screen of its own.
  webkit: ({ WEBKITDRIVER, XVFB_RUN }) => ({
    screen: [XVFB_RUN, "-a"],
    command: [WEBKITDRIVER],
    capabilities: {},
    variables: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
  }),
};

// The driver ends when its input is closed, so also when this process is killed; its screen after it, and tidily.
const untilClosed = '"$@" & read -r _; kill $!; wait $!';

/**
 * Starts a browser. `evaluate(url, source, ...args)` opens the page, unless it is open already, and runs the function of
 * this source in it, with arguments and a result that JSON can express; a rejection in the page rejects here.
 *
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @param {{ prefs?: Record<string, string | number | boolean> }} [options]
 */
export async function open(engine, { prefs = {} } = {}) {
  const { screen = [], command, capabilities, variables } = drivers[engine](readEnvironment().browsers, prefs);
  const port = await freePort();
  // WebKitGTK keeps sockets there, and refuses a folder that others may read.
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
    await ask(`${session}/timeouts`, { script: 300_000, pageLoad: 60_000 });
    return { evaluate: evaluator(session), close: () => ask(session, undefined, "DELETE").finally(end) };
  } catch (error) {
    await end();
    throw new Error(`${engine} did not start: ${error.message}`, { cause: error });
  }
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

// A driver runs its scripts beside the page, in Firefox without `import()`. So this one puts another into the page.
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

/** Waits until the driver answers. */
async function listening(base, driver) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (driver.exitCode !== null) throw new Error(`its driver ended with ${driver.exitCode}`);
    const ready = await fetch(`${base}/status`).then(({ ok }) => ok, () => false); // prettier-ignore
    if (ready) return;
    await pause(100);
  }
  throw new Error("its driver does not answer");
}

/** A port that nothing listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

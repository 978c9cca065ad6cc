// Browser tabs with the page of the soak test, over an unreliable wire.
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../../dist/sandbox/index.js";
import { startBrowser } from "../e2e/site.mjs";
import { startWire } from "../wire/server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const page = '<!doctype html><title>soak</title><script type="module" src="/tests/faults/soak.js"></script>';

async function serveFile(req, res) {
  const { pathname } = new URL(req.url, "http://localhost");
  const file = () => readFile(join(root, normalize(pathname))).catch(() => undefined);
  const body = pathname === "/soak.html" ? page : await file();
  const type = types[extname(pathname)] ?? "text/plain";
  res.writeHead(body === undefined ? 404 : 200, { "content-type": type, connection: "close" }).end(body);
}

/**
 * Runs `use` with a sandbox, the wire in front of it, and `open`, which opens a tab. All tabs share one storage. `now` is
 * the sandbox's clock.
 */
export async function withTabs({ seed, share, now }, use) {
  const sandbox = await createSandbox({ seed, speeds: { queuedMs: 15, renderingMs: 25 }, now });
  const wire = await startWire(sandbox, { elsewhere: serveFile });
  wire.plan.strikeAtRandom({ seed, share });
  const browser = await startBrowser();
  try {
    const context = await browser.newContext();
    const ready = (tab) => tab.waitForFunction(() => window.ready);
    const open = async () => {
      const tab = await context.newPage();
      await tab.goto(`${wire.origin}/soak.html`);
      await ready(tab);
      return tab;
    };
    await use({ wire, sandbox, open, reload: (tab) => tab.reload().then(() => ready(tab)) });
  } finally {
    await browser.close();
    wire.stop();
    sandbox.free();
  }
}

// Serves a site and the sandbox on a free port, and visits it in a browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { createSandbox } from "../../dist/sandbox/index.js";
import { createSandboxListener } from "../../dist/sandbox/node.js";
import { samplePhoto } from "./project.mjs";

const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
};
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

/** Middleware that serves the sandbox, and the photo at `/room.jpg`. */
export async function sandboxAndPhoto(apiKey = "sandbox") {
  const sandbox = createSandboxListener(await createSandbox({ apiKey, speeds: { queuedMs: 20, renderingMs: 20 } }));
  const photo = await samplePhoto();
  return (req, res, next) =>
    sandbox(req, res, () => {
      if (req.url === "/room.jpg") res.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
      else if (req.url === "/favicon.ico") res.writeHead(204).end();
      else next();
    });
}

/** Serves the sandbox, the photo, and, for all other paths, the middleware `site`; returns `{ origin, stop }`. */
export async function serve(site, apiKey) {
  const sandbox = await sandboxAndPhoto(apiKey);
  const server = createServer((req, res) => sandbox(req, res, () => site(req, res)));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

/** Middleware that serves the files in these folders with these headers. */
export function files(folders, headers = {}) {
  return async (req, res) => {
    const { pathname } = new URL(req.url, "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    for (const folder of folders) {
      const body = await readFile(join(folder, path)).catch(() => undefined);
      if (body) return res.writeHead(200, { "content-type": types[extname(path)] ?? "", ...headers }).end(body);
    }
    return res.writeHead(404).end();
  };
}

/**
 * Opens a page; returns its `outcome` or the text of its error, console warnings and errors (`problems`), and the number
 * of requests for wasm files.
 */
export async function visit(browser, origin) {
  const page = await browser.newPage();
  let problems = [];
  let wasm = 0;
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${message.text()} (${message.location().url})`);
  });
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".wasm")) wasm++;
  });
  // Vite's dev server reloads a page if it discovers an import late.
  page.on("framenavigated", () => {
    problems = [];
    wasm = 0;
  });
  try {
    await page.goto(origin);
    const outcome = await outcomeOf(page).catch((error) => assert.fail(`${error.message}; ${problems.join()}`));
    return { outcome, problems, wasm };
  } finally {
    await page.close();
  }
}

async function outcomeOf(page) {
  try {
    await page.waitForFunction(() => "outcome" in globalThis);
    return await page.evaluate(() => globalThis.outcome.catch(String));
  } catch (error) {
    if (!/context was destroyed/.test(error.message)) throw error;
    return outcomeOf(page);
  }
}

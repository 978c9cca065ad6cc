// A site on a free port with the sandbox beside it, and a visit to it in a browser.
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

/** A middleware with the sandbox, and the photo at `/room.jpg`. */
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

/** Serves those and, for all other paths, what the middleware `site` answers; answers `{ origin, stop }`. */
export async function serve(site, apiKey) {
  const beside = await sandboxAndPhoto(apiKey);
  const server = createServer((req, res) => beside(req, res, () => site(req, res)));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A middleware that answers the files of these folders, with these headers. */
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
 * What a page leaves in `outcome`, the text of the error where it failed, what it complained of in the console, and how
 * many wasm files it asked for.
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
  // Vite's dev server loads a page anew where it finds out late what the page imports.
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

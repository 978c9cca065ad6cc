// The built package, and files that a test makes, for the page of a browser.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { root } from "../../scripts/run.mjs";

const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".jpg": "image/jpeg", ".png": "image/png" };

/**
 * Serves an empty page at `/`, the project's files, and these under `/photos/`, by name; they may be added later.
 *
 * @param {Record<string, Buffer>} photos
 */
export async function serve(photos) {
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, "http://127.0.0.1").pathname;
    const found = path === "/" ? "<!doctype html><title>engine</title>" : photos[path.slice("/photos/".length)];
    const body = found ?? (await readFile(join(root, path)).catch(() => undefined));
    response.writeHead(body ? 200 : 404, { "content-type": types[extname(path)] ?? "text/html" }).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

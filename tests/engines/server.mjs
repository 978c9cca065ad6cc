// Serves the built package and a test's files to pages.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { root } from "../../scripts/run.mjs";

const types = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".jpg": "image/jpeg",
  ".png": "image/png",
};

/**
 * Serves an empty page at `/`, the project's files, and these under `/files/`, by name. Files may be added later.
 *
 * @param {Record<string, Buffer | string>} files
 */
export async function serve(files) {
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, "http://127.0.0.1").pathname;
    const found = path === "/" ? "<!doctype html><title>engine</title>" : files[path.slice("/files/".length)];
    const body = found ?? (await readFile(join(root, path)).catch(() => undefined));
    response.writeHead(body ? 200 : 404, { "content-type": types[extname(path)] ?? "text/html" }).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}/`, files, close: () => server.close() };
}

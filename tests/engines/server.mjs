// The built package and some files on a free port, for pages of any engine.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { root } from "../../scripts/run.mjs";

const types = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves `dist` and `pkg`, an empty page at `/`, and under `/files/` the bytes of this list, by their index. */
export async function serve(files) {
  const body = (path) => {
    if (path === "/") return "<!doctype html><title>engines</title>";
    if (path.startsWith("/files/")) return files[Number(path.slice(7))];
    return /^\/(dist|pkg)\//.test(path) ? readFile(join(root, normalize(path))).catch(() => undefined) : undefined;
  };
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const found = await body(pathname);
    const type = pathname === "/" ? "text/html" : (types[extname(pathname)] ?? "application/octet-stream");
    response.writeHead(found === undefined ? 404 : 200, { "content-type": type }).end(found);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

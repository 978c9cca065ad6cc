// Serves a folder like a static host, and forwards the gateway's path to the gateway.
import { createServer, request } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const [folder] = process.argv.slice(2);

createServer(async (req, res) => {
  const { method, url, headers } = req;
  if (url.startsWith("/reroom/")) {
    const sent = request(process.env.REROOM_GATEWAY + url, { method, headers }, (response) => {
      response.pipe(res.writeHead(response.statusCode, response.headers));
    });
    return req.pipe(sent);
  }
  const path = url === "/" ? "/index.html" : new URL(url, "http://localhost").pathname;
  const body = await readFile(join(folder, path)).catch(() => undefined);
  return body ? res.writeHead(200, { "content-type": types[extname(path)] ?? "" }).end(body) : res.writeHead(404).end();
}).listen(Number(process.env.PORT), process.env.HOST);

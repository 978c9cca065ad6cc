// A page with the studio, and a server that holds the key:
//
//   REROOM_API_KEY=… node examples/site/server.mjs
//
// To try it for free, run `npx reroom sandbox` in another terminal:
//
//   REROOM_API_KEY=sandbox REROOM_UPSTREAM=http://127.0.0.1:8787 node examples/site/server.mjs
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";

const { REROOM_API_KEY: apiKey = "", REROOM_UPSTREAM: upstream, PORT: port = "3000" } = process.env;
const basePath = "/reroom";

const gateway = createGateway({
  apiKey,
  upstream,
  basePath,
  // This server accepts only local connections. On a real site, check the session and return { user } or false.
  authorize: () => true,
  limits: { creditsPerDay: 50 },
});

const files = {
  "/": { type: "text/html", url: new URL("index.html", import.meta.url) },
  "/reroom-element.js": { type: "text/javascript", url: new URL(import.meta.resolve("reroom/reroom-element.js")) },
};

function serveFile(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const file = files[pathname];
  if (!file) return response.writeHead(404).end("Not found");
  response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` });
  createReadStream(file.url).pipe(response);
}

const listener = createGatewayListener(gateway, { basePath });
const server = createServer((request, response) => listener(request, response, () => serveFile(request, response)));
server.listen(Number(port), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});

// A second host for images. It sends CORS headers always, never, or only if the request asks for them.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { strictPolicy } from "./elements.mjs";

const samples = new URL("../../www/public/samples/", import.meta.url);

/** Starts the host. `log` records whether each request asked for CORS, `files` adds files, and `stop` ends it. */
export async function startHost() {
  const [log, files] = [[], new Map()];
  const answer = async (request, response) => {
    const [, rule, name] = new URL(request.url, "http://localhost").pathname.split("/");
    const asked = request.headers.origin !== undefined;
    log.push({ rule, name, asked });
    const body = files.get(name) ?? (await readFile(new URL(name, samples)).catch(() => undefined));
    if (!body) return response.writeHead(404).end();
    if (rule === "when-asked" && asked) response.setHeader("access-control-allow-origin", "*");
    response.setHeader("cache-control", "max-age=3600");
    response.setHeader("content-type", "image/jpeg");
    response.end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    log,
    files,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The CSP of a page that may display and fetch images from this host. */
export const policyWith = ({ origin }) => strictPolicy.replaceAll(/(img-src|connect-src) 'self'/g, `$& ${origin}`);

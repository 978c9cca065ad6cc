// A page's whole way to the service: page → proxy → gateway (a process) → service (a sandbox). A test can stop an order on its way.
import { spawn } from "node:child_process";
import { createServer, request } from "node:http";
import { fileURLToPath } from "node:url";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";

const program = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const authorize = fileURLToPath(new URL("gateway-authorize.mjs", import.meta.url));

const isLook = ({ method, url }) => method === "GET" && /\/render\/[^/]+$/.test(url);
const isOrder = ({ method, url }) => method === "POST" && /\/(?:render|upscale)(?:\?|$)/.test(url);

async function listen(listener) {
  const server = createServer(listener);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Starts the gateway. Resolves to its process and the URL that it prints. */
async function startGateway(upstream) {
  const args = [program, "gateway", "--port", "0", "--base-path", "/reroom", "--upstream", upstream];
  const env = { PATH: process.env.PATH, REROOM_API_KEY: "sandbox" };
  const child = spawn(process.execPath, [...args, "--authorize", authorize], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => resolve(/http:\S+/.exec(String(text))[0]));
    child.once("exit", (status) => reject(new Error(`the gateway ended with ${status}`)));
  });
  return { child, url };
}

/** Forwards a request and its response, also if its client has left. `hold` may delay the request, and then the response. */
async function forward(req, res, port, hold) {
  const body = [];
  for await (const chunk of req) body.push(chunk);
  await hold("request");
  const sent = request({ port, host: "127.0.0.1", method: req.method, path: req.url, headers: req.headers });
  sent.on("error", () => res.destroy());
  sent.on("response", (response) => {
    void hold("response").then(() => response.pipe(res.writeHead(response.statusCode, response.headers)));
  });
  sent.end(Buffer.concat(body));
}

/**
 * Starts the service and the gateway. `listener` handles the page's requests. `stopAt(point)` stops the next request there, and
 * resolves to a function that lets it continue. The points of an order: `"proxy"` (the gateway does not have it), `"service"` (the
 * service has it), `"gateway"` (answered, not delivered), and `"broken"` (the service has it, and its connection breaks when it
 * continues). `"look"` stops a request for a render.
 */
export async function startWay() {
  const sandbox = await createSandbox();
  const answer = createSandboxListener(sandbox);
  let point, reach;
  const stop = () => new Promise((resolve) => reach(resolve));
  const stopIf = async (isHere) => {
    if (!isHere) return;
    point = undefined;
    await stop();
  };
  const service = await listen((req, res) => {
    const at = isOrder(req) ? point : undefined;
    if (at !== "service" && at !== "broken") return answer(req, res);
    point = undefined;
    const { end } = res;
    res.end = (...body) => {
      void stop().then(() => (at === "broken" ? res.destroy() : end.apply(res, body)));
      return res;
    };
    return answer(req, res);
  });
  const gateway = await startGateway(service.origin);
  const port = new URL(gateway.url).port;
  return {
    service: service.origin,
    bought: () => sandbox.requests().filter(({ method, path }) => isOrder({ method, url: path })).length,
    reset: (options) => sandbox.reset(options),
    stopAt: (next) => {
      point = next;
      return new Promise((resolve) => (reach = resolve));
    },
    listener: (req, res) => {
      const isHere = { proxy: isOrder, gateway: isOrder, look: isLook }[point]?.(req) ?? false;
      const stopped = point === "gateway" ? "response" : "request";
      const hold = (what) => stopIf(isHere && what === stopped);
      forward(req, res, port, hold).catch(() => res.destroy());
    },
    stop() {
      gateway.child.kill();
      service.server.closeAllConnections();
      service.server.close();
    },
  };
}

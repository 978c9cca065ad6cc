// An unreliable wire: a server in front of a sandbox that causes faults on request or at random, and logs every request.
// Pages control it over HTTP: `POST /wire/faults`, `POST /wire/reset`, `GET /wire/log`.
//
// Every response closes its connection. Browsers retry a request by themselves if a reused or preconnected connection turns
// out broken, and Firefox retries any GET. A page can number its requests (`x-handed`), so such a retry is detected: it gets
// the same fault as the first attempt, and a paid one is rejected, as by a correct proxy. A page can also name the job of a
// request (`x-job`).
import { createServer } from "node:http";
import { ConnectionBroken } from "../../dist/sandbox/index.js";
import { faults } from "./faults.mjs";
import { Plan } from "./plan.mjs";

const paid = /^\/api\/enterprise\/(?:render|upscale)$/;

/** Starts a wire. `elsewhere(req, res)` serves all other paths, such as the test's page. */
export async function startWire(sandbox, { port = 0, elsewhere } = {}) {
  const wire = new Wire(sandbox);
  const server = createServer((req, res) => void wire.take(req, res, elsewhere));
  const listen = (at) => new Promise((done, failed) => server.once("error", failed).listen(at, "127.0.0.1", done));
  await listen(port).catch(() => listen(0));
  wire.origin = `http://127.0.0.1:${server.address().port}`;
  wire.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return wire;
}

class Wire {
  plan = new Plan();
  /** Every request to the service, in order of arrival. */
  log = [];
  #sandbox;
  /** The faults of the numbered requests. */
  #faults = new Map();
  #open = 0;

  constructor(sandbox) {
    this.#sandbox = sandbox;
  }

  /** Removes all faults and clears the log. */
  reset() {
    this.plan.clear();
    this.log = [];
    this.#faults.clear();
  }

  async take(req, res, elsewhere) {
    try {
      const { pathname } = new URL(req.url, this.origin);
      if (pathname.startsWith("/sandbox/") || req.method === "OPTIONS") await this.#pass(req, res);
      else if (pathname === "/wire/login") await this.#login(req, res);
      else if (pathname.startsWith("/wire/")) await this.#hook(req, res, pathname);
      else if (pathname.startsWith("/api/enterprise/")) await this.#strike(req, res, pathname);
      else if (elsewhere) elsewhere(req, res);
      else res.writeHead(404).end();
    } catch (error) {
      // Otherwise the page closed the connection.
      if (!req.socket.destroyed && !(error instanceof ConnectionBroken)) console.error(error);
      req.socket.destroy();
    }
  }

  async #strike(req, res, pathname) {
    const entry = { method: req.method, path: req.url, job: req.headers["x-job"], served: false, answered: false };
    this.log.push(entry);
    const isPaid = paid.test(pathname);
    entry.repeated = this.#faults.has(req.headers["x-handed"]);
    if (entry.repeated && isPaid) {
      req.socket.resetAndDestroy();
      return;
    }
    if (isPaid) this.#count(req, entry);
    const fault = this.#fault(req, pathname);
    entry.fault = fault?.kind;
    res.once("finish", () => (entry.answered = true));
    let body;
    const read = async (pauseMs) => (body ??= await readBody(req, pauseMs));
    const serve = async () => this.#serve(req, await read(), entry);
    const reply = (answer) => send(req, res, answer);
    const answer = (status, type, text, headers = {}) => {
      const own = { status, headers: { ...cors(req), "content-type": type, ...headers }, body: Buffer.from(text) };
      note(entry, own);
      return reply(own);
    };
    if (fault) await faults[fault.kind]({ req, res, fault, read, serve, reply, answer });
    else await reply(await serve());
  }

  /** The fault of a request. A retry by the browser gets the same one again. */
  #fault(req, pathname) {
    const number = req.headers["x-handed"];
    if (this.#faults.has(number)) return this.#faults.get(number);
    const fault = this.plan.decide(req.method, pathname);
    if (number !== undefined) this.#faults.set(number, fault);
    return fault;
  }

  /** Records the number of concurrent paid requests. */
  #count(req, entry) {
    entry.atOnce = ++this.#open;
    req.socket.once("close", () => --this.#open);
  }

  /** The sandbox's whole response. */
  async #serve(req, body, entry) {
    const answer = await this.#ask(req, body);
    entry.served = true;
    note(entry, answer);
    return answer;
  }

  async #ask(req, body) {
    const { method, headers } = req;
    const init = { method, headers: single(headers), body: body.length > 0 ? body : undefined };
    const response = await this.#sandbox(new Request(new URL(req.url, this.origin), init));
    const { status } = response;
    return { status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
  }

  async #pass(req, res) {
    await send(req, res, await this.#ask(req, await readBody(req)));
  }

  /** The target of redirects. */
  async #login(req, res) {
    await readBody(req);
    const headers = { ...cors(req), "content-type": "text/html" };
    const body = Buffer.from('<!doctype html><title>Sign in</title><input type="password">');
    await send(req, res, { status: 200, headers, body });
  }

  async #hook(req, res, pathname) {
    const body = await readBody(req);
    const json = body.length > 0 ? JSON.parse(body) : {};
    if (pathname === "/wire/reset") this.reset();
    if (pathname === "/wire/faults") this.plan.ask(json);
    const answer = JSON.stringify(pathname === "/wire/log" ? this.log : {});
    const headers = { ...cors(req), "content-type": "application/json" };
    await send(req, res, { status: 200, headers, body: Buffer.from(answer) });
  }
}

/** Records the result of a request. */
function note(entry, { status, body }) {
  entry.status = status;
  if (!entry.atOnce) return;
  const told = parse(body) ?? {};
  entry.renderId = told.data?.render_id ?? told._id;
  entry.err = told.err;
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const cors = (req) => ({ "access-control-allow-origin": req.headers.origin ?? "*", vary: "Origin" });

/** The headers with one value that a `Request` accepts. */
const single = (headers) =>
  Object.entries(headers).filter(([name, value]) => typeof value === "string" && name !== "connection");

/** A whole body; with `pauseMs`, read in eight parts with a pause after each. */
async function readBody(req, pauseMs = 0) {
  const part = Number(req.headers["content-length"] ?? 0) / 8;
  const chunks = [];
  let [taken, next] = [0, part];
  for await (const chunk of req) {
    chunks.push(chunk);
    taken += chunk.length;
    if (pauseMs === 0 || taken < next) continue;
    next += part;
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  return Buffer.concat(chunks);
}

/** Sends a response and closes the connection. */
async function send(req, res, { status, headers, body }) {
  res.writeHead(status, { ...headers, connection: "close" });
  await new Promise((done) => res.once("close", done).end(body));
}

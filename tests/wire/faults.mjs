// How each fault is done to a connection. Everything is noted in the request's entry of the log: `served` where the
// sandbox saw the request, `answered` where the answer went out whole.

const messages = {
  400: "Invalid request",
  401: "Unauthorized",
  402: "Not enough credits",
  404: "Render not found",
  429: "Maximum concurrent renders reached",
};
const html = "<!doctype html><title>Bad Gateway</title><h1>Bad Gateway</h1>";
const nonsense = '{"success":true,"data":{"rendered":"yes"}}';

/**
 * Faults by kind. `read` takes the body in, `serve` lets the sandbox do what was asked and resolves to its answer,
 * `reply` and `answer` answer the page.
 */
export const faults = {
  /** The connection breaks when the head of the request is there. */
  "reset-unread": ({ req }) => req.socket.resetAndDestroy(),

  /** The connection breaks when the whole request is there; the service sees nothing of it. */
  "reset-read": async ({ req, read }) => {
    await read();
    req.socket.resetAndDestroy();
  },

  /** The service does what was asked, and the connection breaks before the answer. */
  "reset-bought": async ({ req, serve }) => {
    await serve();
    req.socket.resetAndDestroy();
  },

  /** The connection is closed in the middle of the answer's head. */
  "cut-head": async ({ req, serve }) => {
    const { status } = await serve();
    req.socket.end(`HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\naccess-cont`);
  },

  /** The connection is reset in the middle of the answer. */
  "reset-answering": async ({ req, res, serve }) => {
    await writeHalf(res, await serve());
    req.socket.resetAndDestroy();
  },

  /** The connection is closed, in good order, in the middle of the answer. */
  cut: async ({ req, res, serve }) => {
    await writeHalf(res, await serve());
    req.socket.end();
  },

  /** The service does what was asked and never answers. */
  stall: async ({ serve }) => void (await serve()),

  /** Half of the answer, and nothing more. */
  "stall-answering": async ({ res, serve }) => writeHalf(res, await serve()),

  /** The request is never read. */
  "stall-unread": ({ req }) => void req.socket.pause(),

  /** An error in the service's own words. */
  status: async ({ read, fault, answer }) => {
    await read();
    const { status, err = messages[status] ?? "Internal Server Error", headers } = fault;
    await answer(status, "application/json", JSON.stringify({ err }), headers);
  },

  /** A proxy's page in place of the service. */
  html: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 502, "text/html", html);
  },

  /** A redirect to a login page, as a proxy that knows nobody. */
  login: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 302, "text/html", "", { location: "/wire/login" });
  },

  /** JSON that is none of the service's. */
  json: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 200, "application/json", fault.body ?? nonsense);
  },

  /** The body is taken in slowly, and then all is well. */
  "slow-upload": async ({ read, fault, reply, serve }) => {
    await read(fault.pauseMs ?? 10);
    await reply(await serve());
  },
};

/** Writes the head and half of the body, and resolves when that has left. */
function writeHalf(res, { status, headers, body }) {
  res.writeHead(status, { ...headers, "content-length": body.length });
  return new Promise((done) => res.write(body.subarray(0, Math.ceil(body.length / 2)), done));
}

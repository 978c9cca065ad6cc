// The faults. Each is recorded in the request's log entry: `served` if the sandbox received the request, `answered` if the
// whole response was sent.

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
 * Faults by kind. `read` reads the body, `serve` passes the request to the sandbox and resolves to its response, `reply` and
 * `answer` send a response.
 */
export const faults = {
  /** The connection is reset after the head of the request. */
  "reset-unread": ({ req }) => req.socket.resetAndDestroy(),

  /** The connection is reset after the whole request, which the service never receives. */
  "reset-read": async ({ req, read }) => {
    await read();
    req.socket.resetAndDestroy();
  },

  /** The service processes the request, and the connection is reset before the response. */
  "reset-bought": async ({ req, serve }) => {
    await serve();
    req.socket.resetAndDestroy();
  },

  /** The connection is closed in the middle of the response's head. */
  "cut-head": async ({ req, serve }) => {
    const { status } = await serve();
    req.socket.end(`HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\naccess-cont`);
  },

  /** The connection is reset in the middle of the response. */
  "reset-answering": async ({ req, res, serve }) => {
    await writeHalf(res, await serve());
    req.socket.resetAndDestroy();
  },

  /** The connection is closed normally in the middle of the response. */
  cut: async ({ req, res, serve }) => {
    await writeHalf(res, await serve());
    req.socket.end();
  },

  /** The service processes the request and never responds. */
  stall: async ({ serve }) => void (await serve()),

  /** Half of the response, and nothing more. */
  "stall-answering": async ({ res, serve }) => writeHalf(res, await serve()),

  /** The request is never read. */
  "stall-unread": ({ req }) => void req.socket.pause(),

  /** An error response of the service. */
  status: async ({ read, fault, answer }) => {
    await read();
    const { status, err = messages[status] ?? "Internal Server Error", headers } = fault;
    await answer(status, "application/json", JSON.stringify({ err }), headers);
  },

  /** A proxy's page in place of the response. */
  html: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 502, "text/html", html);
  },

  /** A redirect to a login page, as from a proxy without a session. */
  login: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 302, "text/html", "", { location: "/wire/login" });
  },

  /** JSON of another shape. */
  json: async ({ read, fault, answer }) => {
    await read();
    await answer(fault.status ?? 200, "application/json", fault.body ?? nonsense);
  },

  /** The body is read slowly, then the request succeeds. */
  "slow-upload": async ({ read, fault, reply, serve }) => {
    await read(fault.pauseMs ?? 10);
    await reply(await serve());
  },
};

/** Writes the head and half of the body. Resolves once they are sent. */
function writeHalf(res, { status, headers, body }) {
  res.writeHead(status, { ...headers, "content-length": body.length });
  return new Promise((done) => res.write(body.subarray(0, Math.ceil(body.length / 2)), done));
}

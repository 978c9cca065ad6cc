// The sandbox inside the page: its wasm responds to requests to its address; all others go to the network.

/** Replaces `fetch` for good: a sandbox's core responds to requests to this loopback address, under each of its names. */
export function serve(origin, core) {
  const network = globalThis.fetch;
  const origins = [origin, origin.replace("127.0.0.1", "localhost")];
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    return origins.includes(new URL(request.url).origin) ? answer(core, request) : network(request);
  };
}

async function answer(core, request) {
  const { method, url, headers, signal } = request;
  const ended = new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  ended.catch(() => {});
  signal.throwIfAborted();
  // A response arrives in a later task, as over a network. A test that polls would otherwise block everything else.
  await Promise.race([turn(), ended]);
  const body = new Uint8Array(method === "GET" ? [] : await request.arrayBuffer());
  signal.throwIfAborted();
  const reply = core.handle(method, url, JSON.stringify([...headers]), body, Date.now());
  try {
    await Promise.race([pause(reply.delayMs), ended]);
    if (reply.kind === "respond") return response(reply);
    throw new TypeError(reply.kind === "broken" ? "The connection was broken" : `Nothing here fetches ${reply.url}`);
  } finally {
    reply.free();
  }
}

function response({ status, headers, body }) {
  return new Response(status === 204 ? null : body, { status, headers: JSON.parse(headers) });
}

const pause = (ms) => (ms > 0 ? new Promise((done) => setTimeout(done, ms)) : undefined);

/** The next task, without the pauses of `setTimeout`. */
function turn() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

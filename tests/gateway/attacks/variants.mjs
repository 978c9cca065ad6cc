// Gateways whose surroundings misbehave: the service, `authorize`, `onEvent` and the store.

const submitted = () => Response.json({ success: true, data: { render_id: "r1" } });
const never = () => new Promise(() => {});

async function readAll(request) {
  const reader = request.body?.getReader();
  while (reader && !(await reader.read()).done);
}

const respond = (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/upload")) return Response.json({ success: true, fileName: "a.jpg" });
  if (pathname.endsWith("/status")) return Response.json({ success: true, data: { credits: 7 } });
  return request.method === "POST" ? submitted() : Response.json({ _id: "r1", status: "rendering" });
};

export const services = {
  prompt: async (request) => (await readAll(request), respond(request)),
  /** Receives requests, and never responds. */
  busy: async (request) => (await readAll(request), never()),
  /** Does not even read the requests. */
  stuck: never,
};

/** Not a real `Response`: those reject such statuses. */
const oddStatus = (status) => async () => ({
  status,
  type: "default",
  headers: new Headers(),
  body: null,
});

const responses = {
  "status-999": oddStatus(999),
  "status-0": oddStatus(0),
  "status-101": oddStatus(101),
  "status-204": oddStatus(204),
  "status-nan": oddStatus(NaN),
  "status-text": oddStatus("teapot"),
  nothing: async () => undefined,
  "no-promise": () => 7,
  throws: () => {
    throw Object.assign(new Error("a"), { cause: null });
  },
  "throws-null": () => {
    throw null;
  },
  "broken-body": async () => ({ status: 200, headers: new Headers(), body: { getReader: () => ({ read: 7 }) } }),
  "deep-body": async () => new Response(`{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
};

const used = new Response("used");
await used.text();
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const hostile = (name) => ({
  get [name]() {
    throw new Error(name);
  },
});

const decisions = {
  throws: () => {
    throw new Error("a");
  },
  "throws-nothing": () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error("a")),
  thenable: () => ({
    then: () => {
      throw new Error("a");
    },
  }),
  "then-getter": () => hostile("then"),
  "user-getter": () => hostile("user"),
  revoked: () => revoked.proxy,
  "used-response": () => used,
  "error-response": () => Response.error(),
  "broken-response": () => new Response(new ReadableStream({ pull: () => Promise.reject(new Error("a")) })),
  symbol: () => Symbol("a"),
  never,
};

const listeners = {
  throws: () => {
    throw new Error("a");
  },
  rejects: () => Promise.reject(new Error("a")),
  "rejects-later": async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    throw null;
  },
  thenable: () => ({
    then: () => {
      throw new Error("a");
    },
  }),
  "then-getter": () => hostile("then"),
  never,
};

const methods = {
  throws: () => {
    throw new Error("a");
  },
  rejects: () => Promise.reject(null),
  never,
  undefined: () => undefined,
  nan: async () => NaN,
  text: async () => "much",
  bigint: async () => 7n,
  object: async () => ({ previous: 1 }),
  symbol: async () => Symbol("a"),
  hostile: async () => hostile("length"),
};

/** A store whose every method does the same. */
const createStore = (store, method) => Object.fromEntries(Object.keys(store).map((name) => [name, method]));

const entries = (kind, table, build) =>
  Object.entries(table).map(([name, value]) => [`${kind}-${name}`, (store) => build(value, store)]);

const timeouts = { authorizeMs: 50, storeMs: 50 };
const limits = { creditsPerDay: 1e6, perUser: { requestsPerMinute: 1e6 } };

/** Options by path, as functions of a memory store. */
export const variants = {
  plain: () => ({}),
  ...Object.fromEntries([
    ...entries("service", { busy: services.busy, stuck: services.stuck }, (fetch) => ({ fetch })),
    ...entries("response", responses, (fetch) => ({ fetch })),
    ...entries("authorize", decisions, (authorize) => ({ authorize, timeouts })),
    ...entries("event", listeners, (onEvent) => ({ onEvent, fetch: responses["status-999"] })),
    ...entries("store", methods, (method, store) => ({ store: createStore(store, method), timeouts, limits })),
  ]),
};

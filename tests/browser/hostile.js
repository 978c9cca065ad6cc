// Invalid values that callers may pass.

const fail = () => {
  throw new Error("hostile");
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const traps = new Proxy({}, { get: () => fail });
const getter = (name) => Object.defineProperty({}, name, { get: fail, enumerable: true });

function nested(depth) {
  let inner = {};
  for (let level = 0; level < depth; level++) inner = level % 2 ? [inner] : { inner };
  return inner;
}

function cycle() {
  const request = { tool: "empty-room" };
  request.prompt = request;
  return request;
}

export const requests = () => [
  ["undefined", undefined],
  ["null", null],
  ["a text", "empty-room"],
  ["a number", NaN],
  ["a symbol", Symbol("request")],
  ["a BigInt", 7n],
  ["a BigInt inside", { file_name: 7n }],
  ["a function", () => ({})],
  ["a list", [{ tool: "empty-room" }]],
  ["a list with holes", new Array(5)],
  ["a date", new Date()],
  ["a map", new Map([["tool", "empty-room"]])],
  ["a promise", Promise.resolve({})],
  ["a getter that throws", getter("file_name")],
  ["a toJSON that throws", { toJSON: fail }],
  ["a toJSON of nothing", { toJSON: () => undefined }],
  ["a proxy that throws", new Proxy({}, traps)],
  ["a proxy that is revoked", revoked()],
  ["a proxy of endless keys", new Proxy({}, { ownKeys: () => Array.from({ length: 1000 }, (_, at) => `key${at}`) })],
  ["a cycle", cycle()],
  ["100 levels", nested(100)],
  ["100000 levels", nested(100_000)],
  ["10 MB of text", { file_name: "x".repeat(10_000_000), creativity: "balanced" }],
  ["10 MB of mask", { file_name: "a.jpg", tool: "edit", action: "remove", mask: "A".repeat(10_000_000) }],
  ["half a surrogate", { file_name: "\ud800", creativity: "\udfff" }],
  ["1000 fields", Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`field${at}`, at]))],
  ["a __proto__", JSON.parse('{"__proto__":{"tool":"empty-room"},"constructor":7}')],
];

function detached() {
  const buffer = new ArrayBuffer(16);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function overDetached() {
  const bytes = new Uint8Array(16);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const likeBlob = (fields) => ({ size: 100, type: "image/png", slice: fail, arrayBuffer: fail, ...fields });

export const images = () => [
  ["undefined", undefined],
  ["a symbol", Symbol("image")],
  ["a URL", "https://example.com/a.jpg"],
  ["a list of bytes", [137, 80, 78, 71]],
  ["other bytes", new Uint16Array(8)],
  ["a canvas", new OffscreenCanvas(640, 480)],
  ["a detached buffer", detached()],
  ["bytes of a detached buffer", overDetached()],
  ["a proxy that throws", new Proxy({}, traps)],
  ["a proxy that is revoked", revoked()],
  ["a getter that throws", getter("slice")],
  ["a blob whose slice throws", likeBlob({})],
  ["a blob of nothing", likeBlob({ slice: () => undefined })],
  ["a blob of strange slices", likeBlob({ slice: () => ({ arrayBuffer: () => 7 }) })],
  ["a blob whose slices fail", likeBlob({ slice: () => ({ arrayBuffer: () => Promise.reject("gone") }) })],
  ["a blob of no bytes", likeBlob({ slice: () => ({ arrayBuffer: async () => "bytes" }) })],
  ["a blob that is shorter", likeBlob({ slice: () => new Blob(["x"]) })],
  ["a blob that is longer", likeBlob({ slice: () => new Blob(["x".repeat(100_000)]) })],
  ["a blob of negative size", likeBlob({ size: -1, slice: () => new Blob() })],
  ["a blob of endless size", likeBlob({ size: Infinity, slice: () => new Blob(["x"]) })],
  ["a blob of no size", likeBlob({ size: NaN, slice: () => new Blob(["x"]) })],
  ["a blob of a strange type", likeBlob({ type: 7, slice: () => new Blob(["x".repeat(100)]) })],
];

const response = (fields) => ({ status: 200, headers: new Headers(), text: async () => "", ...fields });
const error = Object.defineProperty(new Error("hostile"), "message", { get: fail });

export const fetches = () => [
  ["throws", fail],
  ["throws a text", () => { throw "no"; }], // prettier-ignore
  ["rejects with nothing", () => Promise.reject()],
  ["rejects with a text", () => Promise.reject("no")],
  ["rejects with an error whose message throws", () => Promise.reject(error)],
  ["rejects with a proxy", () => Promise.reject(revoked())],
  ["answers nothing", () => undefined],
  ["answers a text", () => "{}"],
  ["answers a body", async () => ({ success: true })],
  ["answers a revoked proxy", async () => ({ then: (resolve) => resolve(7) })],
  ["never answers", () => new Promise(() => {})],
  ["a thenable that throws", () => ({ then: fail })],
  ["a strange status", async () => response({ status: "200" })],
  ["a status of 0", async () => Response.error()],
  ["an opaque answer of nothing", async () => new Response(null, { status: 204 })],
  ["headers that throw", async () => response({ headers: { get: fail } })],
  ["headers of numbers", async () => response({ status: 500, headers: { get: () => 7 } })],
  ["headers that are none", async () => response({ headers: null })],
  ["a text that throws", async () => response({ text: fail })],
  ["a text that is no promise", async () => response({ text: () => "{}" })],
  ["a text that is no text", async () => response({ text: async () => 7 })],
  ["a text that rejects", async () => response({ text: () => Promise.reject("cut") })],
  ["a text that never comes", async () => response({ text: () => new Promise(() => {}) })],
  ["a text that was read", async () => (await Response.json({}), used())],
];

async function used() {
  const answer = Response.json({});
  await answer.text();
  return answer;
}

export const options = () => [
  ["a text", "options"],
  ["a number", 7],
  ["a proxy that throws", new Proxy({}, traps)],
  ["a proxy that is revoked", revoked()],
  ["a getter that throws", getter("timeoutMs")],
  ["an unknown key", { colour: "red" }],
  ["an endless number", { timeoutMs: Infinity }],
  ["headers that throw", { headers: new Proxy({}, traps), timeoutMs: 0 }],
  ["a signal of nothing", { signal: {} }],
  ["a signal that throws", { signal: getter("aborted") }],
  ["half a signal", { signal: { aborted: false, addEventListener: fail }, colour: 1 }],
];

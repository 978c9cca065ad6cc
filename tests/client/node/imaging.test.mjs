// The imaging module: it loads by itself, once, and only when something needs it. The order matters: a module stays loaded.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { mock, test } from "node:test";
import init, { MaskEditor, ReRoom, ReRoomError, encodeMask, prepareImage } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { photo as good, refused } from "../support.mjs";

const photo = new Blob([await readFile(new URL("../../../www/public/samples/phone-portrait.jpg", import.meta.url))]);
const wasm = await readFile(new URL("../../../pkg/imaging_bg.wasm", import.meta.url));
const instantiate = mock.method(WebAssembly, "instantiate");

/** How many modules of imaging's size were instantiated. */
const loads = () =>
  instantiate.mock.calls.filter(({ arguments: [source] }) => source?.byteLength === wasm.length).length;

test("a render without a mask and without prepare never loads the imaging module", async () => {
  await init();
  const client = new ReRoom({ apiKey: "sandbox", fetch: await createSandbox() });
  const { outputs } = await client.run(good, { tool: "empty-room" }, { pollMs: 5 });
  assert.equal(outputs.length, 1);
  assert.equal(loads(), 0);
});

test("new MaskEditor() throws an error that names MaskEditor.create()", () => {
  assert.throws(() => new MaskEditor(600, 400), { name: "ReRoomError", message: /MaskEditor\.create/ });
});

test("an engine without SIMD gets an error that says so, and the next call tries again", async () => {
  const compile = () => Promise.reject(new WebAssembly.CompileError("invalid opcode 0xfd"));
  instantiate.mock.mockImplementationOnce(compile);
  const validate = mock.method(WebAssembly, "validate", () => false);
  const error = await refused(MaskEditor.create({ width: 600, height: 400 }), "network");
  assert.match(error.message, /imaging_bg\.wasm could not be loaded: .*SIMD/);
  assert.equal(error.retryable, false);
  validate.mock.restore();
  instantiate.mock.mockImplementationOnce(compile);
  const other = await refused(prepareImage(photo), "unexpected_response");
  assert.match(other.message, /imaging_bg\.wasm is not WebAssembly/);
});

test("the copy of a mask's canvas is closed if the imaging module cannot be loaded", async (t) => {
  const close = mock.fn();
  globalThis.createImageBitmap = async () => ({ close });
  t.after(() => delete globalThis.createImageBitmap);
  instantiate.mock.mockImplementationOnce(() => Promise.reject(new WebAssembly.CompileError("not today")));
  const client = new ReRoom({ apiKey: "sandbox", fetch: await createSandbox() });
  const mask = { getContext() {}, width: 4, height: 4 };
  await refused(client.run(good, { tool: "edit", action: "remove", mask }), "unexpected_response");
  assert.equal(close.mock.callCount(), 1);
});

test("a file given to init() that cannot be loaded rejects the first use, and another file can be given", async () => {
  await init({ imaging: Promise.reject(new Error("gone")) });
  const error = await refused(encodeMask(new ImageDataLike()), "network");
  assert.match(error.message, /gone/);
  assert.equal(error.retryable, true);
  await init({ imaging: undefined });
  await init({ imaging: wasm });
});

test("ten concurrent calls load the module once, without another init()", async () => {
  const before = loads();
  const editors = await Promise.all(Array.from({ length: 10 }, () => MaskEditor.create({ width: 600, height: 400 })));
  assert.equal(loads() - before, 1);
  for (const editor of editors) assert.ok(editor instanceof MaskEditor);
  const [editor] = editors;
  editor.rectangle(0, 0, 100, 100);
  assert.match(await encodeMask(editor), /^iVBOR/);
  await prepareImage(photo).catch((error) => assert.ok(error instanceof ReRoomError));
  assert.equal(loads() - before, 1);
});

test("MaskEditor.create() takes its size from a photo as displayed, and rejects what has no size", async () => {
  const editor = await MaskEditor.create(photo);
  assert.ok(editor.height > editor.width, `${editor.width} by ${editor.height}`);
  await refused(MaskEditor.create(new Blob(["no photo"])), "invalid_image");
  for (const size of [{ width: 0, height: 5 }, { width: 5, height: 4097 }, { width: 5.5, height: 5 }, { width: 5 }])
    await refused(MaskEditor.create(size), "invalid_request");
  for (const value of [{}, 7, undefined, null, "room.jpg", new URL("file:///room.jpg")])
    assert.match((await refused(MaskEditor.create(value), "invalid_image")).message, /^The image must be a Blob/);
});

test("options of prepare that are wrong reject a run before anything is uploaded", async () => {
  const fetch = mock.fn();
  const client = new ReRoom({ apiKey: "sandbox", fetch });
  const run = (prepare) => client.run(photo, { tool: "empty-room" }, { prepare });
  const error = await refused(run({ fit: "stretch", quality: 2 }), "invalid_request");
  assert.deepEqual(
    error.issues.map(({ path }) => path),
    ["prepare.fit", "prepare.quality"],
  );
  const plain = await refused(run(7), "invalid_request");
  assert.deepEqual(
    plain.issues.map(({ path }) => path),
    ["prepare"],
  );
  const all = client.runAll([{ image: photo, params: { tool: "empty-room" } }], { prepare: { fit: 1 } });
  assert.equal((await refused(all, "invalid_request")).issues[0].path, "prepare.fit");
  assert.equal(fetch.mock.callCount(), 0);
});

/** An `ImageData`, which Node has none of. */
class ImageDataLike {
  width = 2;
  height = 2;
  data = new Uint8ClampedArray(16).fill(255);
}

// The file name of an upload: signed for its user, so that no other user can render the photo.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { validateRequest } from "reroom";
import {
  photo,
  fastPolling,
  initClient,
  createFastSandbox,
  createTestGateway,
  createClientFor,
  sendRequest,
  paths,
  renderRequest,
  responses,
  rejectsWith,
  authorizeByHeader,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const name = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";
const [oldSecret, newSecret] = ["an old id secret of 32 bytes or more", "a new id secret of 32 bytes or more"];
const notFound = "Photo not found. Upload it again.";

/** A service that accepts everything. */
const service = async ({ url }) =>
  url.endsWith("/upload") ? Response.json({ success: true, fileName: name, size: 7 }) : responses.submitted();
const create = (options = {}) => createTestGateway(service, { authorize: authorizeByHeader, ...options });

async function upload({ gateway }, user = "ann") {
  const headers = { "content-type": "image/jpeg", "x-user": user };
  const response = await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers });
  return JSON.parse(await expectStatus(response, 200));
}

const order = ({ gateway }, fields, { user = "ann", path = paths.render, key } = {}) => {
  const headers = { "content-type": "application/json", "x-user": user };
  if (key !== undefined) headers["idempotency-key"] = key;
  return sendRequest(gateway, path, { method: "POST", body: JSON.stringify(fields), headers });
};

/** The `file_name` that the service got with the last request. */
const readForwarded = async ({ seen }) => JSON.parse(await new Response(seen.at(-1).clone().body).text()).file_name;

test("file name of an upload: is signed for its user, and passes the client's checks", async () => {
  const made = create();
  const { fileName, ...others } = await upload(made);
  assert.match(fileName, /^3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b\.jpg\.[\w-]{43}$/);
  assert.deepEqual(others, { success: true, size: 7 });
  assert.notEqual((await upload(made, "bob")).fileName, fileName);
  assert.deepEqual(validateRequest({ file_name: fileName, creativity: "balanced" }), []);
  for (const mistake of [fileName.slice(0, -1), `${fileName}x`, `${fileName}.jpg`, fileName.replace(".jpg.", ".")])
    assert.equal(validateRequest({ file_name: mistake, creativity: "balanced" })[0]?.path, "file_name", mistake);
});

for (const [what, path, fields] of [
  ["render", paths.render, { creativity: "balanced" }],
  ["edit with a large mask", paths.render, { tool: "edit", action: "remove", mask: "A".repeat(100_000) }],
  ["upscale", paths.upscale, {}],
])
  test(`${what}: the user's own file name reaches the service without its signature, another user's is 404`, async () => {
    const made = create({ limits: { creditsPerDay: 4, concurrentRenders: 1 } });
    const { fileName } = await upload(made);
    const file_name = `${fileName}`;
    const before = made.seen.length;
    for (const [foreign, user] of [
      [file_name, "bob"],
      [name, "ann"],
      [`${name}.`, "ann"],
      [`${name}.${"A".repeat(43)}`, "ann"],
      [file_name.replace("3f2b", "4f2b"), "ann"],
      [`${file_name}.x`, "ann"],
      [`${name}.é`, "ann"],
      ["", "ann"],
    ])
      assert.equal(
        await expectError(await order(made, { ...fields, file_name: foreign }, { user, path }), 404),
        notFound,
      );
    for (const wrong of [[file_name], { name }, 7, true])
      await expectError(await order(made, { ...fields, file_name: wrong }, { path }), 400);
    assert.equal(made.seen.length, before, "nothing was sent");
    await expectStatus(await order(made, { ...fields, file_name }, { path }), 200);
    assert.equal(await readForwarded(made), name);
  });

test("signature of a render id: is not one of a file name", async () => {
  const made = create();
  const response = await order(made, renderRequest);
  const [, signature] = JSON.parse(await expectStatus(response, 200)).data.render_id.split(".");
  await expectError(await order(made, { creativity: "balanced", file_name: `r1.${signature}` }), 404);
});

test("secret that is replaced: file names stay valid until it is removed", async () => {
  const { fileName } = await upload(create({ idSecret: oldSecret }));
  const statusWith = async (idSecret) =>
    (await order(create({ idSecret }), { creativity: "balanced", file_name: fileName })).status;
  assert.deepEqual(
    [await statusWith([newSecret, oldSecret]), await statusWith([oldSecret]), await statusWith(newSecret)],
    [200, 200, 404],
  );
  const next = await upload(create({ idSecret: [newSecret, oldSecret] }));
  assert.deepEqual(next, await upload(create({ idSecret: newSecret })), "the first secret signs");
});

test("default idSecret: another instance with the same key accepts the file name", async () => {
  const { fileName } = await upload(create());
  await expectStatus(await order(create(), { creativity: "balanced", file_name: fileName }), 200);
  await expectError(
    await order(create({ apiKey: "another-key-of-24-characters" }), { creativity: "balanced", file_name: fileName }),
    404,
  );
});

test("order that is repeated after a change of the secret: gets the answer to the first one", async () => {
  const { createMemoryStore } = await import("reroom/gateway");
  const store = createMemoryStore();
  const first = create({ store, idSecret: oldSecret });
  const second = create({ store, idSecret: [newSecret, oldSecret] });
  const [before, after] = [(await upload(first)).fileName, (await upload(second)).fileName];
  const fields = { creativity: "balanced" };
  const key = '"key-1"';
  const answer = await expectStatus(await order(first, { ...fields, file_name: before }, { key }), 200);
  assert.equal(await expectStatus(await order(second, { ...fields, file_name: before }, { key }), 200), answer);
  assert.equal(await expectStatus(await order(second, { ...fields, file_name: after }, { key }), 200), answer);
  assert.equal(second.seen.filter(({ url }) => url.endsWith("/render")).length, 0);
});

test("no users: file names are not signed, and a signature is removed", async () => {
  const made = create({ authorize: () => true });
  const { fileName } = await upload(made);
  assert.equal(fileName, name);
  const { fileName: signed } = await upload(create());
  for (const [given, forwarded] of [
    [name, name],
    [signed, name],
    ["photo.jpg", "photo.jpg"],
    ["photo", "photo"],
    ["a.b.c.d", "a.b.c.d"],
  ]) {
    await expectStatus(await order(made, { creativity: "balanced", file_name: given }), 200);
    assert.equal(await readForwarded(made), forwarded);
  }
});

test("photoHosts: an upload is not a URL, so it is allowed, and a URL is checked as before", async () => {
  const made = create({ photoHosts: ["cdn.example"] });
  const { fileName } = await upload(made);
  await expectStatus(await order(made, { creativity: "balanced", file_name: fileName }), 200);
  await expectError(await order(made, renderRequest), 400);
  await expectStatus(await order(made, { creativity: "balanced", file_url: "https://cdn.example/a.jpg" }), 200);
});

test("upload that the service rejects, or that has no file name: is forwarded as it is", async () => {
  for (const [body, status, expected] of [
    [{ err: "Invalid file format" }, 400, { err: "Invalid file format" }],
    [{ success: true }, 200, { success: true }],
    [{ success: true, fileName: 7 }, 200, { success: true, fileName: 7 }],
  ]) {
    const { gateway } = createTestGateway(async () => Response.json(body, { status }), {
      authorize: authorizeByHeader,
    });
    const headers = { "content-type": "image/jpeg", "x-user": "ann" };
    const response = await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers });
    assert.deepEqual(JSON.parse(await expectStatus(response, status)), expected);
  }
});

test("client and sandbox: a user renders an upload, and another user's client rejects with not_found", async () => {
  const { gateway } = createTestGateway(await createFastSandbox(), { authorize: authorizeByHeader });
  const [ann, bob] = ["ann", "bob"].map((user) => createClientFor(gateway, user));
  const { fileName } = await ann.upload(photo);
  const fields = { file_name: fileName, creativity: "balanced" };
  assert.equal((await ann.waitFor((await ann.render(fields)).render_id, fastPolling)).status, "completed");
  assert.equal((await ann.run(photo, { tool: "empty-room" }, fastPolling)).status, "painted");
  assert.equal((await rejectsWith(bob.render(fields), "not_found")).message, notFound);
  assert.deepEqual(bob.pending(), []);
});

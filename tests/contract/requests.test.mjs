// Every request that the client can send is one that openapi.yaml describes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import init, { ReRoom } from "reroom";
import { operationOf, problems, requestProblems } from "./contract.mjs";
import { orders } from "./orders.mjs";

const file_name = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";
const file_url = "https://example.com/a.jpg";
const photo = (name) => readFileSync(new URL(`../../www/public/samples/${name}`, import.meta.url));
const jpeg = photo("living-room-empty.jpg");
const png = Buffer.from("iVBORw0KGgo=", "base64");

const answers = {
  upload: { success: true, fileName: file_name },
  render: { success: true, data: { render_id: "r1" } },
  upscale: { success: true, data: { render_id: "r1" } },
  getRender: { _id: "r1", status: "completed", outputs: [file_url] },
  account: { credits: -1 },
};

before(() => init());

/** What the client sends for a call. */
async function sent(call, options = {}) {
  const seen = [];
  const fetch = async (request) => {
    seen.push(request);
    return Response.json(answers[operationOf(request).operation.operationId]);
  };
  await call(new ReRoom({ apiKey: "key", fetch, ...options }));
  return seen;
}

/** What the client sends for an order. The look that follows gives its slot back, so that the next need not wait. */
async function sentFor(order) {
  const [request, look] = await sent(async (client) => client.getRender((await order(client)).render_id));
  assert.equal(look.method, "GET");
  return request;
}

async function assertSound(requests) {
  for (const request of requests) {
    const written = `${request.method} ${request.url} ${(await request.clone().text()).slice(0, 300)}`;
    assert.deepEqual(await requestProblems(request), [], written);
  }
}

test("every render order, whatever its tool, action and options", async () => {
  let count = 0;
  for (const { schema, params } of orders()) {
    const request = await sentFor((client) => client.render({ file_name, ...params }));
    await assertSound([request]);
    // The body is of its own kind, not of some other, and its field is in the query where the kind has one.
    const body = await request.clone().json();
    assert.deepEqual(problems(schema, body), [], JSON.stringify(body));
    assert.equal(new URL(request.url).searchParams.get("field"), params.field ?? null);
    assert.equal(body.field, params.tool === "edit" ? params.field : undefined);
    count++;
  }
  assert.ok(count > 300, String(count));
});

test("every tool after a photo by its URL", async () => {
  const kinds = new Map(orders().map(({ schema, params }) => [schema, params]));
  for (const params of kinds.values())
    await assertSound([await sentFor((client) => client.render({ file_url, ...params }))]);
});

test("uploads, upscales, look-ups and the whole workflow", async () => {
  await assertSound(await sent((client) => client.upload(jpeg)));
  await assertSound(await sent((client) => client.upload(png), { validate: "off" }));
  await assertSound([await sentFor((client) => client.upscale({ file_name }))]);
  await assertSound([await sentFor((client) => client.upscale({ file_url }))]);
  await assertSound(await sent((client) => client.getRender("66f0c0ffee0123456789abcd")));
  await assertSound(await sent((client) => client.account()));
  const workflow = await sent((client) => client.run(jpeg, { tool: "upscale" }));
  assert.deepEqual(
    workflow.map((request) => operationOf(request).operation.operationId),
    ["upload", "upscale", "getRender"],
  );
  await assertSound(workflow);
});

test("what the contract does not have is found", async () => {
  const send = (path, body) =>
    new Request(`https://reroom.ai/api/enterprise/${path}`, {
      method: "POST",
      headers: { authorization: "Bearer key", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const request of [
    send("render", { file_name, creativity: "wild" }),
    send("render", { file_name, tool: "empty-room", style: "modern" }),
    send("render?field=garden", { file_name, creativity: "balanced" }),
    send("render?size=4", { file_name, creativity: "balanced" }),
    send("upscale", { file_name, file_url }),
    send("upload", {}),
  ])
    assert.notDeepEqual(await requestProblems(request), [], request.url);
});

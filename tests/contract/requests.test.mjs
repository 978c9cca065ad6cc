// Every request that the client can send matches openapi.yaml.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import init, { ReRoom } from "reroom";
import { operationOf, problems, requestProblems } from "./contract.mjs";
import { renderRequests } from "./render-requests.mjs";

const file_name = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";
const file_url = "https://example.com/a.jpg";
const photo = (name) => readFileSync(new URL(`../../www/public/samples/${name}`, import.meta.url));
const jpeg = photo("living-room-empty.jpg");
const png = Buffer.from("iVBORw0KGgo=", "base64");

const responses = {
  upload: { success: true, fileName: file_name },
  render: { success: true, data: { render_id: "r1" } },
  upscale: { success: true, data: { render_id: "r1" } },
  getRender: { _id: "r1", status: "completed", outputs: [file_url] },
  account: { credits: -1 },
};

before(() => init());

/** The requests that a call sends. */
async function sent(call, options = {}) {
  const seen = [];
  const fetch = async (request) => {
    seen.push(request);
    return Response.json(responses[operationOf(request).operation.operationId]);
  };
  await call(new ReRoom({ apiKey: "key", fetch, ...options }));
  return seen;
}

/** The request that a submission sends. `getRender` then releases its slot, so that the next submission does not wait. */
async function sentFor(submit) {
  const [request, poll] = await sent(async (client) => client.getRender((await submit(client)).render_id));
  assert.equal(poll.method, "GET");
  return request;
}

async function assertValid(requests) {
  for (const request of requests) {
    const description = `${request.method} ${request.url} ${(await request.clone().text()).slice(0, 300)}`;
    assert.deepEqual(await requestProblems(request), [], description);
  }
}

test("render() sends a valid request for every tool, action, and option", async () => {
  let count = 0;
  for (const { schema, params } of renderRequests()) {
    const request = await sentFor((client) => client.render({ file_name, ...params }));
    await assertValid([request]);
    // The body must match the schema of its own kind, and `field` must be in the query if that kind has one.
    const body = await request.clone().json();
    assert.deepEqual(problems(schema, body), [], JSON.stringify(body));
    assert.equal(new URL(request.url).searchParams.get("field"), params.field ?? null);
    assert.equal(body.field, params.tool === "edit" ? params.field : undefined);
    count++;
  }
  assert.ok(count > 300, String(count));
});

test("render() sends a valid request for every tool with a photo URL", async () => {
  const kinds = new Map(renderRequests().map(({ schema, params }) => [schema, params]));
  for (const params of kinds.values())
    await assertValid([await sentFor((client) => client.render({ file_url, ...params }))]);
});

test("every other method sends valid requests", async () => {
  await assertValid(await sent((client) => client.upload(jpeg)));
  await assertValid(await sent((client) => client.upload(png), { validate: "off" }));
  await assertValid([await sentFor((client) => client.upscale({ file_name }))]);
  await assertValid([await sentFor((client) => client.upscale({ file_url }))]);
  await assertValid(await sent((client) => client.getRender("66f0c0ffee0123456789abcd")));
  await assertValid(await sent((client) => client.account()));
  const workflow = await sent((client) => client.run(jpeg, { tool: "upscale" }));
  assert.deepEqual(
    workflow.map((request) => operationOf(request).operation.operationId),
    ["upload", "upscale", "getRender"],
  );
  await assertValid(workflow);
});

test("the contract check finds invalid requests", async () => {
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

// Every response of the sandbox matches openapi.yaml, and the sandbox can return every documented error.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import init from "reroom";
import { createSandbox } from "reroom/sandbox";
import { halfMask } from "../photos/mask.mjs";
import { responseProblems, documentedErrors, operationOf, problems, schemas } from "./contract.mjs";
import { renderRequests } from "./render-requests.mjs";

const origin = "https://reroom.ai";
const photo = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
const [width, height] = [1800, 1200];
const speeds = { queuedMs: 1000, renderingMs: 1000 };

before(() => init());

/** A sandbox with its own clock. Its functions check every response against the contract. */
async function service(options = {}) {
  let time = 1_700_000_000_000;
  const sandbox = await createSandbox({ now: () => time, speeds, ...options });
  const errors = new Set();
  const call = async (path, init = {}) => {
    const headers = { authorization: "Bearer sandbox", ...init.headers };
    const request = new Request(`${origin}/api/enterprise/${path}`, { ...init, headers });
    const response = await sandbox(request);
    const body = await response.clone().json();
    assert.deepEqual(await responseProblems(request, response), [], `${path}: ${JSON.stringify(body)}`);
    const { operationId } = operationOf(request).operation;
    if (response.status !== 200) errors.add(`${operationId} ${response.status} ${body.err}`);
    return { status: response.status, body };
  };
  const post = (path, json) =>
    call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(json) });
  const upload = async (body, type = "image/jpeg") =>
    call("upload", { method: "POST", headers: { "content-type": type }, body });
  const pass = (ms) => {
    time += ms;
  };
  return { sandbox, errors, call, post, upload, pass };
}

/** The schema of the record that each kind of render returns. */
const records = {
  InteriorRender: "InteriorRecord",
  ExteriorRender: "ExteriorRecord",
  InteriorSketch: "SketchRecord",
  ExteriorSketch: "SketchRecord",
  EmptyRoom: "EmptyRoomRecord",
  StagingByPreset: "StagingRecord",
  StagingByReference: "StagingRecord",
};
/** Fields that the sandbox adds to an edit's record, which the API document shows for one action only. */
const addedBySandbox = { EditRecord: ["material", "object"] };

/** Asserts that a record matches its schema and has no additional fields. */
function assertRecord(name, body) {
  assert.deepEqual(problems(name, body), [], JSON.stringify(body));
  const known = [schemas[name], schemas.Record].flatMap(({ properties }) => Object.keys(properties ?? {}));
  const additional = Object.keys(body).filter((key) => ![...known, ...(addedBySandbox[name] ?? [])].includes(key));
  assert.deepEqual(additional, [], name);
}

test("every kind of render returns a valid record in every status", async () => {
  const { post, call, upload, pass } = await service();
  const { fileName: file_name } = (await upload(photo)).body;
  const mask = halfMask(width, height);
  const statuses = new Set();
  for (const { schema, params } of renderRequests()) {
    const { field, ...rest } = params;
    const request = { file_name, ...rest, ...("mask" in rest && { mask, ...(field && { field }) }) };
    const { status, body } = await post(`render${field ? `?field=${field}` : ""}`, request);
    assert.equal(status, 200, JSON.stringify(request.object ?? rest));
    const id = body._id ?? body.data.render_id;
    for (let poll = 0; poll < 3; poll++) {
      const { body: record } = await call(`render/${id}`);
      assertRecord(records[schema] ?? "EditRecord", record);
      statuses.add(record.status);
      pass(1000);
    }
  }
  assert.deepEqual([...statuses].sort(), ["completed", "painted", "queued", "rendering"]);
});

test("an upscale, a failed render, and the account return valid records", async () => {
  const { sandbox, post, call, upload, pass } = await service({ credits: 20 });
  const { fileName: file_name } = (await upload(photo)).body;
  const { render_id } = (await post("upscale", { file_name })).body.data;
  sandbox.fault({ path: "/api/enterprise/render", failRender: true });
  const failing = (await post("render", { file_name, creativity: "balanced" })).body.data.render_id;
  pass(2000);
  const { body } = await call(`render/${render_id}`);
  assert.deepEqual(problems("UpscaleStatus", body), []);
  assertRecord("Record", body.data);
  assert.equal((await call(`render/${failing}`)).body.status, "failed");
  const account = (await call("status")).body;
  assert.deepEqual([Object.keys(account).sort(), account.credits], [[...schemas.Account.required].sort(), 15]);
});

test("every endpoint returns each of its documented errors", async () => {
  const { sandbox, errors, post, call, upload, pass } = await service({ credits: 20 });
  const { fileName: file_name } = (await upload(photo)).body;
  await upload("GIF89a");
  await upload("GIF89a", "image/gif");
  await upload("");
  await upload(Buffer.alloc(15 * 1024 * 1024 + 1));
  sandbox.fault({ path: "/api/enterprise/upload", status: 500 });
  sandbox.fault({ path: "/api/enterprise/upload", status: 500, body: { err: "Connection error. Try again." } });
  await upload(photo);
  await upload(photo);

  const render = { creativity: "balanced" };
  const upscale = {};
  for (const [path, params] of Object.entries({ render, upscale })) {
    await post(path, { ...params, file_name, nonsense: 1 });
    await post(path, { ...params, file_name: "photo.jpg" });
    await post(path, { ...params, file_url: "photo.jpg" });
    await post(path, params);
    sandbox.fault({ path: `/api/enterprise/${path}`, status: 500 });
    await post(path, { ...params, file_name });
  }
  for (let running = 0; running < 10; running++) await post("render", { ...render, file_name });
  await post("render", { ...render, file_name });
  await post("upscale", { file_name });
  pass(2000);
  sandbox.reset({ credits: 0 });
  const { fileName } = (await upload(photo)).body;
  await post("render", { ...render, file_name: fileName });
  await post("upscale", { file_name: fileName });
  await call("render/unknown");

  const headers = { authorization: "Bearer wrong" };
  await call("upload", { method: "POST", headers, body: photo });
  for (const path of ["render", "upscale"]) await call(path, { method: "POST", headers, body: "{}" });
  for (const path of ["render/unknown", "status"]) await call(path, { headers });

  const without = await service({ account: false });
  await without.call("status");
  assert.deepEqual([...errors, ...without.errors].sort(), documentedErrors().sort());
});

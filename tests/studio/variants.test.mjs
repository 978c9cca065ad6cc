// Variants: the same order in several styles. The photo is uploaded once, and nothing is bought if that fails.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readyToFurnish, sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const styles = ["modern", "scandinavian", "luxury"];
const uploads = () => service.sandbox.requests().filter(({ path }) => path.endsWith("/upload")).length;
const upload = { method: "POST", path: "/api/enterprise/upload" };

test("variants are the same order in several styles, side by side, and the photo is uploaded once", async () => {
  const submissions = [];
  const on = { submit: ({ cost, variants }) => void submissions.push([cost, variants.map(({ style }) => style)]) };
  const studio = await readyToFurnish(service, { on, costs: { "virtual-staging": 1 } });
  const results = await studio.submit({ variants: [...styles, "modern"] });
  assert.deepEqual(
    results.map(({ params }) => params.style),
    styles,
  );
  assert.equal(new Set(results.map(({ group }) => group)).size, 1);
  const ids = ({ id }) => id;
  assert.deepEqual(studio.getSnapshot().shown.map(ids).sort(), results.map(ids).sort());
  assert.deepEqual([service.orders().length, uploads()], [3, 1]);
  assert.equal(new Set(service.orders().map(({ file_name }) => file_name)).size, 1);
  assert.deepEqual(submissions, [[3, styles]]);
});

test("variants need no selected style, but everything else", async () => {
  const studio = studioFor(service, { tools: ["virtual-staging"] });
  await studio.open(await sample());
  assert.deepEqual(await studio.submit({ variants: styles }), []);
  studio.set("type", "bedroom");
  assert.equal((await studio.submit({ variants: styles })).length, 3);
});

test("variants of a tool without styles are one order", async () => {
  const studio = await readyToFurnish(service);
  studio.choose("empty-room");
  assert.equal((await studio.submit({ variants: styles })).length, 1);
});

test("if the upload fails, there is one error and nothing is bought, and retry() sends all variants", async () => {
  const errors = [];
  const studio = await readyToFurnish(service, { on: { error: ({ code }) => errors.push(code) } });
  service.sandbox.fault({ ...upload, status: 400, body: { err: "broken" } });
  assert.deepEqual(await studio.submit({ variants: styles }), []);
  const { job, results } = studio.getSnapshot();
  assert.deepEqual([job.kind, results.length, service.orders().length], ["failed", 1, 0]);
  assert.deepEqual(errors, ["rejected"]);
  assert.equal((await studio.retry()).length, 3);
  assert.deepEqual([service.orders().length, studio.getSnapshot().results.length], [3, 3]);
});

test("if one variant fails, the others finish, and retry() sends only that one", async () => {
  const studio = await readyToFurnish(service);
  service.sandbox.fault({ method: "POST", path: "/api/enterprise/render", status: 500, body: { err: "broken" } });
  assert.equal((await studio.submit({ variants: styles })).length, 2);
  assert.equal(studio.getSnapshot().job.kind, "failed");
  assert.equal((await studio.retry()).length, 1);
  assert.equal(service.orders().length, 4);
});

test("if several variants fail, retry() sends all of them, and another submit() drops them", async () => {
  const studio = await readyToFurnish(service);
  const broken = { method: "POST", path: "/api/enterprise/render", status: 500, body: { err: "broken" } };
  const fail = () => [1, 2].forEach(() => service.sandbox.fault(broken));
  fail();
  assert.equal((await studio.submit({ variants: styles })).length, 1);
  const [finished] = studio.getSnapshot().shown;
  assert.equal((await studio.retry()).length, 2);
  const { job, results, shown } = studio.getSnapshot();
  assert.deepEqual([job.kind, results.length, shown.length, service.orders().length], ["idle", 3, 3, 5]);
  assert.deepEqual(results.map(({ params }) => params.style).sort(), [...styles].sort());
  assert.equal(results[0].id, finished.id);
  fail();
  await studio.submit({ variants: styles });
  await studio.submit();
  assert.deepEqual(
    studio.getSnapshot().results.map(({ state }) => state),
    Array(5).fill("seen"),
  );
});

test("of variants that fail, one without an answer is on display, because it blocks the others", async () => {
  let renders = 0;
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!new URL(request.url).pathname.endsWith("/render")) return globalThis.fetch(request);
    renders += 1;
    if (renders === 1) throw new TypeError("The connection was closed.");
    return Response.json({ err: "broken" }, { status: 500 });
  };
  const studio = await readyToFurnish(service, { client: service.client({ fetch }) });
  assert.deepEqual(await studio.submit({ variants: styles }), []);
  const { job, blocked, results } = studio.getSnapshot();
  assert.deepEqual([job.error.code, blocked, results.length], ["outcome_unknown", true, 3]);
  studio.confirmChecked(job.id);
  assert.equal(studio.getSnapshot().job.error.code, "service_failed");
});

test("cancel() during the upload sends nothing, and is not an error", async () => {
  const errors = [];
  const studio = await readyToFurnish(service, { on: { error: (error) => errors.push(error) } });
  service.sandbox.fault({ ...upload, latencyMs: 10_000 });
  const sent = studio.submit({ variants: styles });
  await until(studio, ({ job }) => job.kind === "busy" && job.progress.stage === "uploading");
  studio.cancel();
  assert.deepEqual(await sent, []);
  const { job, results } = studio.getSnapshot();
  assert.deepEqual([job.kind, results, errors, service.orders()], ["idle", [], [], []]);
});

// Statuses that nobody documents: those that end a render, those that bring its result, and those that mean nothing yet.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withClock } from "./clock.mjs";
import { clientOver, fileName, json, record, refused, start, submitted } from "./support.mjs";
import { scope, until } from "./service.mjs";

before(start);

const order = { file_name: fileName, creativity: "balanced" };
const quick = { pollMs: 1 };
const ids = (client) => client.pending().map(({ renderId }) => renderId);

/** A client with one slot, whose renders have the status that the test gives. */
function service(fields) {
  const looked = [];
  const setting = { fields };
  const { client } = clientOver(
    ({ method }) => {
      looked.push(method);
      if (method === "POST") return submitted(`r${looked.filter((look) => look === "POST").length}`);
      return json(record({ outputs: [], ...setting.fields }));
    },
    { ...scope(), maxConcurrentRenders: 1 },
  );
  return { client, looked, setting };
}

for (const status of ["canceled", "cancelled", "error", "expired", "Aborted"]) {
  test(`a render with the status ${status} has failed: nothing is pending, and its slot is free`, async () => {
    const { client, looked } = service({ status });
    const error = await refused(
      client.run({ file_name: fileName }, { creativity: "balanced" }, quick),
      "render_failed",
    );
    assert.deepEqual([error.render.status, error.renderId, ids(client)], [status, "r1", []]);
    assert.match(error.message, new RegExp(status));
    assert.deepEqual(looked, ["POST", "GET"]);
    assert.equal((await client.render(order)).render_id, "r2");
  });
}

for (const status of ["succeeded", "COMPLETED", "finished"]) {
  test(`a render with the status ${status} and outputs is done`, async () => {
    const { client } = service({ status, outputs: ["https://example.com/a.jpg"] });
    const stages = [];
    const onProgress = ({ stage }) => stages.push(stage);
    const render = await client.run({ file_name: fileName }, { creativity: "balanced" }, { ...quick, onProgress });
    assert.deepEqual([render.status, stages.at(-1), ids(client)], [status, "done", []]);
  });
}

test("a status without meaning is told, waited for ten minutes while it stays the same, and then gives its slot back", () =>
  withClock(async (forward) => {
    const { client, looked, setting } = service({ status: "upscaling" });
    const told = [];
    const wait = client.run(
      { file_name: fileName },
      { creativity: "balanced" },
      {
        ...quick,
        onProgress: ({ stage, status, renderId }) => told.push([stage, status, renderId]),
      },
    );
    wait.catch(() => {});
    await until(() => looked.length > 2);
    forward(9 * 60_000);
    setting.fields = { status: "polishing" };
    await until(() => told.some(([, status]) => status === "polishing"));
    forward(9 * 60_000);
    const { length } = looked;
    await until(() => looked.length > length + 2);
    forward(60_000);
    const error = await refused(wait, "timeout");
    assert.deepEqual([error.renderId, error.retryable], ["r1", false], "another run would order another");
    assert.match(error.message, /polishing/);
    assert.deepEqual(told, [
      ["preparing", undefined, undefined],
      ["rendering", "upscaling", "r1"],
      ["rendering", "polishing", "r1"],
    ]);
    assert.deepEqual(ids(client), ["r1"], "it may still finish");
    assert.equal((await client.render(order)).render_id, "r2", "its slot is free");
    setting.fields = { status: "completed", outputs: ["https://example.com/a.jpg"] };
    assert.equal((await client.waitFor("r1", quick)).status, "completed");
  }));

test("a documented status is waited for until the deadline, however long it stays the same", () =>
  withClock(async (forward) => {
    const { client, looked } = service({ status: "rendering" });
    const wait = client.run({ file_name: fileName }, { creativity: "balanced" }, { ...quick, deadlineMs: 25 * 60_000 });
    wait.catch(() => {});
    await until(() => looked.length > 2);
    forward(24 * 60_000);
    const { length } = looked;
    await until(() => looked.length > length + 2);
    forward(60_000);
    await refused(wait, "timeout");
  }));

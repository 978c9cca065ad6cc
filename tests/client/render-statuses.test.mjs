// Undocumented statuses of a render: those that mean failure, those that mean success, and unknown ones.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withClock } from "./clock.mjs";
import { clientOver, fileName, json, record, refused, start, submitted } from "./support.mjs";
import { scope, until } from "./service.mjs";

before(start);

const order = { file_name: fileName, creativity: "balanced" };
const quick = { pollMs: 1 };
const ids = (client) => client.pending().map(({ renderId }) => renderId);

/** A client with one slot whose renders have these fields. */
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
  test(`a render with status ${status} has failed, is not pending and frees its slot`, async () => {
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
  test(`a render with status ${status} and outputs is done`, async () => {
    const { client } = service({ status, outputs: ["https://example.com/a.jpg"] });
    const stages = [];
    const onProgress = ({ stage }) => stages.push(stage);
    const render = await client.run({ file_name: fileName }, { creativity: "balanced" }, { ...quick, onProgress });
    assert.deepEqual([render.status, stages.at(-1), ids(client)], [status, "done", []]);
  });
}

test("a run with an unknown status reports it, times out after ten minutes without a change, and frees its slot", () =>
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
    assert.deepEqual([error.renderId, error.retryable], ["r1", false], "another run would submit another render");
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

test("a run with a documented status waits until its deadline, even if the status never changes", () =>
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

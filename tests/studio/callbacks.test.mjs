// Functions of the page that throw: no photo, no request and no result is lost, and their errors are reported.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { readyToFurnish, sample, startService, studioFor } from "./support.mjs";

const service = await startService();
let reported;
beforeEach(() => {
  service.reset();
  reported = mock.method(console, "error", () => {});
});
afterEach(() => mock.restoreAll());

const fail = () => {
  throw new Error("the page's own");
};

describe("a request is paid for and its result is there", () => {
  test("if a subscriber throws, and other subscribers are called", async () => {
    const studio = await readyToFurnish(service);
    let calls = 0;
    studio.subscribe(fail);
    studio.subscribe(() => (calls += 1));
    assert.equal((await studio.submit()).length, 1);
    assert.ok(calls > 0);
    assert.equal(reported.mock.calls[0].arguments[0].message, "the page's own");
  });

  for (const name of ["photo", "change", "progress", "complete"])
    test(`if the callback ${name} throws`, async () => {
      const studio = await readyToFurnish(service, { on: { [name]: fail } });
      assert.equal((await studio.submit()).length, 1);
      const { job, results } = studio.getSnapshot();
      assert.deepEqual([job.kind, results[0].state, service.orders().length], ["idle", "seen", 1]);
      assert.ok(reported.mock.callCount() > 0);
    });
});

test("nothing is sent if the callback submit throws", async () => {
  const studio = await readyToFurnish(service, { on: { submit: fail } });
  assert.deepEqual(await studio.submit(), []);
  assert.deepEqual([service.orders(), reported.mock.callCount()], [[], 1]);
  assert.equal((await studio.submit({ confirmed: true })).length, 1);
});

test("an error is on display if the callback error throws", async () => {
  service.reset({ credits: 0 });
  const studio = await readyToFurnish(service, { on: { error: fail } });
  assert.deepEqual(await studio.submit(), []);
  assert.equal(studio.getSnapshot().job.error.code, "insufficient_credits");
});

test("callbacks keep their object", async () => {
  class Listeners {
    opened = 0;
    photo() {
      this.opened += 1;
    }
  }
  const on = new Listeners();
  await readyToFurnish(service, { on });
  assert.equal(on.opened, 1);
});

test("a studio that was destroyed, as in React's strict mode, opens and checks photos", async () => {
  const studio = studioFor(service);
  studio.destroy();
  await studio.open([await sample(), await sample("bedroom-empty")]);
  assert.deepEqual(
    studio.getSnapshot().photos.map(({ usable }) => usable),
    [true, true],
  );
});

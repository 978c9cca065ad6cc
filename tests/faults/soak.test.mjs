// A soak test: 500 jobs while 20 % of all requests fail. Every render is accounted for, and none is submitted twice.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import init, { ReRoom } from "reroom";
import { account, refusals } from "./accounts.mjs";
import { withTabs } from "./tabs.mjs";

const share = 0.2;
const jobs = 500;

/**
 * The records of tabs, each read from the tab itself: under load, a tab sees the records of another tab half a second
 * late.
 */
async function notes(...tabs) {
  const all = await Promise.all(tabs.map((tab) => tab.evaluate(() => window.notes())));
  const noted = Object.assign({}, ...all.map(({ noted }) => noted));
  return { noted, pending: all.flatMap(({ pending }) => pending) };
}
/** Ignores a rejection: after a failed test, closing the browser rejects the calls that are left. */
const quiet = (promise) => (promise.catch(() => {}), promise);
const batch = (tab, from, to) => quiet(tab.evaluate(([from, to]) => window.batch(from, to), [from, to]));
const each = (tab, from, to) => tab.evaluate(([from, to]) => window.each(from, to), [from, to]);
const resume = (tab) => tab.evaluate(() => window.resume());

async function until(holds) {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 10));
}
/** Waits until the service has accepted this many renders. */
const sold = (wire, count) => until(() => wire.log.filter(({ renderId }) => renderId).length >= count);

/** Asserts that every submitted render is accounted for. */
function assertBalanced(t, { submitted, fulfilled, outcome_unknown, pending, left, refused, books }, mayBeLeft = 0) {
  t.diagnostic(JSON.stringify({ submitted, fulfilled, outcome_unknown, pending, left, refused }));
  assert.equal(submitted, fulfilled + outcome_unknown + pending + left);
  assert.equal(books.fulfilled.size, fulfilled);
  assert.ok(left <= mayBeLeft);
  // Otherwise the faults had no effect, or too much.
  assert.ok(fulfilled > jobs / 3 && outcome_unknown > 0);
}

test("500 jobs in one tab over a faulty network are all accounted for", async (t) => {
  await withTabs({ seed: 1, share }, async ({ wire, open }) => {
    const tab = await open();
    assert.equal(await batch(tab, 0, jobs), jobs);
    assertBalanced(t, await account({ wire, notes: await notes(tab) }));
  });
});

test("500 jobs in two tabs over a faulty network are all accounted for", async (t) => {
  await withTabs({ seed: 2, share }, async ({ wire, open }) => {
    const tabs = [await open(), await open()];
    await Promise.all(tabs.map((tab, index) => batch(tab, (index * jobs) / 2, ((index + 1) * jobs) / 2)));
    assertBalanced(t, await account({ wire, notes: await notes(...tabs) }));
  });
});

test("500 jobs are all accounted for if one tab closes and one reloads midway", async (t) => {
  await withTabs({ seed: 3, share }, async ({ wire, open, reload }) => {
    const [closing, staying] = [await open(), await open()];
    const ends = [each(closing, 0, jobs / 2), each(staying, jobs / 2, jobs)].map((end) => end.catch(() => {}));
    await sold(wire, 100);
    await closing.close();
    await sold(wire, 200);
    await reload(staying);
    await Promise.all(ends);
    // The staying tab must see the submissions of the closed one, or it would submit them again.
    const handed = wire.log.flatMap(({ job }) => (job === undefined ? [] : [`soak handed ${job}`]));
    await until(async () => {
      const { noted } = await notes(staying);
      return handed.every((key) => key in noted);
    });
    await Promise.all([resume(staying), each(staying, 0, jobs)]);
    // Each page may have had ten requests in progress.
    assertBalanced(t, await account({ wire, notes: await notes(staying) }), 20);
  });
});

test("two tabs share the render limit, so the service rejects no submission", async () => {
  let clock = Date.now();
  await withTabs({ seed: 4, share: 0, now: () => clock ?? Date.now() }, async ({ wire, open }) => {
    const tabs = [await open(), await open()];
    const batches = tabs.map((tab, index) => batch(tab, index * 20, (index + 1) * 20));
    // While no render ends, the tabs poll the existing ones and submit no others.
    const sent = () => wire.log.filter(({ atOnce }) => atOnce).length;
    const looks = () => wire.log.filter(({ method }) => method === "GET").length;
    await until(() => sent() >= 10);
    const before = looks();
    await until(() => looks() > before + 100);
    assert.equal(sent(), 10);
    clock = undefined;
    await Promise.all(batches);
    const { submitted, fulfilled, refused } = await account({ wire, notes: await notes(...tabs) });
    assert.deepEqual([submitted, fulfilled, refused], [40, 40, 0]);
  });
});

test("a batch waits for the renders of another device", async () => {
  let clock = Date.now();
  await withTabs({ seed: 5, share: 0, now: () => clock ?? Date.now() }, async ({ wire, sandbox, open }) => {
    const tab = await open();
    await init();
    const other = new ReRoom({ apiKey: "sandbox", fetch: sandbox });
    const sample = new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url);
    const { fileName } = await other.upload(await readFile(sample));
    for (let count = 0; count < 10; count++) await other.render({ file_name: fileName, creativity: "balanced" });
    const batches = batch(tab, 0, 20);
    await until(() => refusals(wire) >= 3);
    // From now on, renders end.
    clock = undefined;
    await batches;
    const { submitted, fulfilled } = await account({ wire, notes: await notes(tab) });
    assert.deepEqual([submitted, fulfilled], [20, 20]);
  });
});

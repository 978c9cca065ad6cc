// Random orders with random faults, repeatable by their seed and with a clock of their own: every promise settles, nothing is bought that
// was not ordered, what was bought stays in the strip until it is removed, snapshots never change, and a reload shows the same results.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ReRoom } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { createStudio } from "reroom/studio";
import { createRandom } from "../random.mjs";
import { memoryStorage, sample } from "./support.mjs";

const SEEDS = 12;
const STEPS = 40;
const baseUrl = "https://service.test";
const photos = await Promise.all([sample(), sample("bedroom-empty")]);

const fail = (status, err) => Response.json({ err }, { status });
const disconnect = () => {
  throw new TypeError("Failed to fetch");
};

/** What can happen to a request, before the service receives it or after. */
const faults = [
  disconnect,
  async (send) => (await send(), disconnect()),
  () => fail(401, "Unauthorized"),
  () => fail(400, "Insufficient credits"),
  () => fail(429, "Too many requests"),
  () => fail(500, "Internal error"),
  () => new Response("<h1>502 Bad Gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }),
  async (send) => (await send(), new Response("<h1>504</h1>", { status: 504 })),
  async (send) => new Response((await (await send()).text()).slice(0, 20)),
];

/** Lets everything happen that needs no time. Photos are checked in threads, which take their own. */
async function settle(studio) {
  for (let turns = 0; turns < 1000; turns++) await new Promise(setImmediate);
  while (studio.getSnapshot().photos.some(({ checked }) => !checked)) await new Promise(setImmediate);
}

/** Results that are in the strip, or are waiting for someone to show them again. */
const listResults = (studio) => [...JSON.parse(studio.state()).results, ...studio.getSnapshot().earlier];

for (let seed = 1; seed <= SEEDS; seed++)
  test(
    `random orders with random faults, seed ${seed}: nothing is lost or bought twice`,
    { timeout: 120_000 },
    async (t) => {
      t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
      const sandbox = await createSandbox({
        seed,
        now: () => Date.now(),
        speeds: { queuedMs: 500, renderingMs: 2000 },
      });
      t.after(() => {
        sandbox.free();
      });
      const [random, chance] = [createRandom(seed), createRandom(-seed)];
      // Pauses between tries have a random length.
      t.mock.method(Math, "random", createRandom(seed + SEEDS));
      const pick = (list, from = random) => list[Math.floor(from() * list.length)];
      /** Lets time pass, and everything that it sets off happen. */
      const pass = async (ms) => {
        await settle(studio);
        t.mock.timers.tick(ms);
        await settle(studio);
      };

      const storage = memoryStorage();
      let [isFaulty, ordered, studio] = [true, 0];
      const fetch = (request) => {
        const send = () => sandbox(request);
        return isFaulty && chance() < 0.12 ? Promise.resolve(send).then(pick(faults, chance)) : send();
      };
      const visit = () => {
        const client = new ReRoom({ baseUrl, apiKey: "sandbox", fetch, storage, maxRetries: 1 });
        const on = { submit: ({ variants }) => void (ordered += variants.length) };
        studio = createStudio({ client, storage, on, tools: ["interior", "virtual-staging", "empty-room"] });
        studio.restore();
      };
      const promises = [];
      const removed = new Set();
      const follow = (promise) => void promises.push(promise);
      const anyResult = () => pick([...studio.getSnapshot().results, undefined]);
      const choose = () => {
        studio.choose("interior");
        for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
      };
      const open = (chosen) => studio.open(chosen);
      const submit = (options) => {
        follow(studio.submit(options));
      };
      const findLost = async () => {
        const renders = await (await sandbox(new Request(`${baseUrl}/sandbox/renders`))).json();
        const known = new Set(listResults(studio).flatMap(({ renderId, render }) => [renderId, render?._id]));
        return { renders, lost: renders.filter(({ _id }) => !known.has(_id) && !removed.has(_id)) };
      };
      /** Confirms that an order without an answer is not in the account, if that is so. */
      const checkAccount = async () => {
        const { lost } = await findLost();
        const { job, blocked } = studio.getSnapshot();
        if (blocked && job.kind === "failed" && lost.length === 0) studio.confirmChecked(job.id);
      };
      const actions = [
        submit,
        () => (submit(), submit()),
        choose,
        () => studio.choose("empty-room"),
        () => (choose(), submit({ variants: ["modern", "industrial"] })),
        () => follow(studio.retry()),
        () => follow(studio.resume(anyResult()?.id)),
        () => studio.cancel(),
        () => follow(checkAccount()),
        () => studio.stopWaiting(),
        () => follow(studio.continueWith(anyResult()?.id)),
        () => studio.accept(anyResult()?.id),
        () => {
          const { id, renderId } = anyResult() ?? {};
          if (id) studio.remove(id);
          if (renderId && studio.getSnapshot().results.every((result) => result.id !== id)) removed.add(renderId);
        },
        () => (studio.undo(), studio.getSnapshot().results.forEach(({ renderId }) => removed.delete(renderId))),
        () => open(pick([...photos, photos])),
        () => studio.select(pick(studio.getSnapshot().photos)?.id),
        () => (studio.destroy(), visit(), open(photos[0])),
      ];

      visit();
      await open(photos[0]);
      choose();
      const snapshots = [];
      for (let step = 0; step < STEPS; step++) {
        await pick(actions)();
        await pass(random() * 1500);
        const snapshot = studio.getSnapshot();
        assert.equal(studio.getSnapshot(), snapshot);
        assert.ok(Object.isFrozen(snapshot));
        snapshots.push([snapshot, JSON.stringify(snapshot)]);
      }
      isFaulty = false;
      let isSettled = false;
      void Promise.all(promises).then(() => (isSettled = true));
      while (!isSettled) await pass(2000);
      for (let waits = 0; waits < 10; waits++) await pass(2000);
      assert.notEqual(studio.getSnapshot().job.kind, "busy");
      for (const [snapshot, text] of snapshots) assert.equal(JSON.stringify(snapshot), text);

      const shown = listResults(studio).map(({ id, state }) => [id, state]);
      studio.destroy();
      visit();
      for (let waits = 0; waits < 10; waits++) await pass(2000);
      const results = listResults(studio);
      const again = new Map(results.map(({ id, state }) => [id, state]));
      for (const [id, state] of shown)
        if (state === "done") assert.equal(again.get(id), "done", "a result is gone, or another one, after a reload");

      const { renders, lost } = await findLost();
      assert.ok(renders.length <= ordered, `${renders.length} bought, ${ordered} ordered`);
      const unknown = results.filter(({ renderId }) => renderId === undefined);
      assert.ok(lost.length <= unknown.length, `${lost.length} bought renders are lost, ${unknown.length} are unknown`);
      studio.destroy();
    },
  );

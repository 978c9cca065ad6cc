// Two tabs with one storage: what one removes stays removed, what one finishes stays, and the last change of a result counts.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createStudio } from "reroom/studio";
import { memoryStorage, readyToFurnish, sample, startService, until } from "./support.mjs";

const service = await startService();
let storage;
beforeEach(() => {
  service.reset();
  storage = memoryStorage();
});

const idsOf = (studio) => studio.getSnapshot().results.map(({ id }) => id);

/** Opens a tab on the storage, with the first photo selected. */
function openTab(options = {}) {
  const studio = createStudio({
    client: service.client(),
    storage,
    tools: ["virtual-staging", "interior"],
    ...options,
  });
  studio.restore();
  studio.select(studio.getSnapshot().photos[0]?.id);
  return studio;
}

/** The ids of the results that a new tab shows. */
const stored = () => idsOf(openTab());

/** Submits an order. Returns the id of its result. */
async function order(studio) {
  const [{ id }] = await studio.submit();
  return id;
}

/** Opens a tab with a result, and another one. */
async function openTwo() {
  const one = await readyToFurnish(service, { storage });
  const id = await order(one);
  return { one, other: openTab(), id };
}

/** Makes a tab write, with a change that is not about a result of the other one. */
async function write(studio) {
  await studio.open(await sample());
  for (const [param, value] of Object.entries({ type: "living-room", style: "luxury" })) studio.set(param, value);
  return order(studio);
}

/** Submits an order whose render takes a while. */
function restyle(studio) {
  studio.choose("interior");
  for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
  return studio.submit();
}

describe("a result that one tab removes", () => {
  test("does not come back when the other one stores something, and leaves it", async () => {
    const { one, other, id } = await openTwo();
    one.remove(id);
    const next = await write(other);
    assert.deepEqual([stored(), idsOf(other)], [[next], [next]]);
  });

  test("leaves the other one when it restores", async () => {
    const { one, other, id } = await openTwo();
    one.remove(id);
    other.restore();
    assert.deepEqual(idsOf(other), []);
  });

  test("comes back everywhere with undo(), before and after the other one stores something", async () => {
    const { one, other, id } = await openTwo();
    one.remove(id);
    one.undo();
    const next = await write(other);
    assert.deepEqual(stored(), [id, next]);
    one.remove(id);
    const last = await write(other);
    assert.deepEqual(stored(), [next, last]);
    one.undo();
    await write(other);
    assert.equal(stored().includes(id), true);
    other.restore();
    assert.equal(idsOf(other).includes(id), true);
  });

  test("is undone only where it was removed", async () => {
    const { one, other, id } = await openTwo();
    one.remove(id);
    other.restore();
    other.undo();
    assert.deepEqual([stored(), other.getSnapshot().undo], [[], undefined]);
  });

  test("stays if the other one accepts it afterwards", async () => {
    const accepted = [];
    const { one, id } = await openTwo();
    const other = openTab({ on: { accept: (result) => accepted.push(result.id) } });
    one.remove(id);
    other.accept(id);
    assert.deepEqual([accepted, stored(), idsOf(other)], [[id], [id], [id]]);
  });

  test("stays removed if the other one had accepted it before", async () => {
    const { one, other, id } = await openTwo();
    other.accept(id);
    one.remove(id);
    const next = await write(other);
    assert.deepEqual(stored(), [next]);
  });

  test("can be removed with its photo, which stays where another render of it ends", async () => {
    service.reset({ speeds: { queuedMs: 0, renderingMs: 200 } });
    const { one, other, id } = await openTwo();
    const { photoId } = one.getSnapshot().results[0];
    const sent = restyle(other);
    await until(other, ({ job }) => job.sent);
    one.remove(photoId);
    assert.deepEqual(one.getSnapshot().photos, []);
    const [next] = await sent;
    assert.deepEqual([stored(), openTab().getSnapshot().photos.length], [[next.id], 1]);
    assert.equal(idsOf(other).includes(id), false);
  });

  test("stays removed if the other one sees later that its render has ended", async () => {
    service.reset({ speeds: { queuedMs: 0, renderingMs: 300 } });
    const one = await readyToFurnish(service, { storage });
    const sent = restyle(one);
    await until(one, ({ job }) => job.sent);
    let release;
    const held = new Promise((done) => (release = done));
    const fetch = async (...request) => (await held, globalThis.fetch(...request));
    const other = openTab({ client: service.client({ fetch }) });
    assert.equal(other.getSnapshot().results[0].state, "running");
    const [{ id }] = await sent;
    one.remove(id);
    const ended = until(other, ({ results }) => results.every(({ state }) => state !== "running"));
    release();
    await ended;
    assert.deepEqual([stored(), idsOf(other)], [[], []]);
  });
});

describe("results of two tabs", () => {
  test("that buy at the same time are all stored", async () => {
    const [one, other] = [await readyToFurnish(service, { storage }), await readyToFurnish(service, { storage })];
    const ids = await Promise.all([order(one), order(other)]);
    assert.deepEqual(stored().sort(), ids.sort());
    assert.equal(service.orders().length, 2);
  });

  test("a change in one is not undone by the other, whose own change is older", async () => {
    const { one, other, id } = await openTwo();
    one.accept(id);
    await write(other);
    assert.equal(
      openTab()
        .getSnapshot()
        .results.find((each) => each.id === id).accepted,
      true,
    );
  });

  test("one that another tab's write lost is written again", async () => {
    const { one, id } = await openTwo();
    const [[key]] = storage.entries;
    storage.setItem(key, JSON.stringify({ photos: [], results: [] }));
    const next = await write(one);
    assert.deepEqual(stored(), [id, next]);
  });

  test("a storage that the user has cleared gets back what is on display", async () => {
    const { one, id } = await openTwo();
    storage.entries.clear();
    const next = await write(one);
    assert.deepEqual(stored(), [id, next]);
  });

  test("do not depend on the clocks", async (context) => {
    const { one, other, id } = await openTwo();
    context.mock.method(Date.prototype, "toISOString", () => "1999-01-01T00:00:00.000Z");
    one.remove(id);
    const next = await write(other);
    assert.deepEqual(stored(), [next]);
  });
});

describe("a storage that is full", () => {
  test("keeps the results, without the small pictures", async () => {
    const thumbnail = `data:image/png;base64,${"A".repeat(3000)}`;
    const full = {
      ...storage,
      setItem: (key, text) => (text.length > 3500 ? fail() : storage.setItem(key, text)),
    };
    const studio = await readyToFurnish(service, { storage: full, platform: { thumbnail: async () => thumbnail } });
    const id = await order(studio);
    assert.deepEqual(stored(), [id]);
    assert.doesNotMatch([...storage.entries.values()].join(), /base64/);
  });

  test("or blocked for a while gets everything with the next change", async () => {
    let blocked = true;
    const flaky = { ...storage, setItem: (...entry) => (blocked ? fail() : storage.setItem(...entry)) };
    const studio = await readyToFurnish(service, { storage: flaky });
    const id = await order(studio);
    assert.deepEqual(stored(), []);
    blocked = false;
    const next = await write(studio);
    assert.deepEqual(stored(), [id, next]);
  });
});

function fail() {
  throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
}

test("damaged notes on what was removed are ignored", async () => {
  const { one, id } = await openTwo();
  const [[key, text]] = storage.entries;
  for (const removed of ["nonsense", { [id]: 1 }, 7, null, [7, null, {}]]) {
    storage.setItem(key, JSON.stringify({ ...JSON.parse(text), removed }));
    assert.deepEqual(stored(), [id]);
    one.restore();
    assert.deepEqual(idsOf(one), [id]);
  }
});

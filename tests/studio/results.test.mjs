// Results: they stay until they are removed, whatever else happens, and come back after a reload.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createStudio } from "reroom/studio";
import { memoryStorage, readyToFurnish, sample, startService, until } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const ids = (studio) => studio.getSnapshot().results.map(({ id }) => id);

describe("a result stays", () => {
  test("after a switch of tool, an error of another request, and another photo", async () => {
    const studio = await readyToFurnish(service);
    const [{ id, photoId }] = await studio.submit();
    studio.choose("empty-room");
    assert.deepEqual(studio.getSnapshot().shown, []);
    service.sandbox.fault({ method: "POST", path: "/api/enterprise/render", status: 500, body: { err: "broken" } });
    await studio.submit();
    assert.equal(studio.getSnapshot().job.kind, "failed");
    assert.equal(ids(studio)[0], id);
    await studio.open(await sample("bedroom-empty"));
    assert.deepEqual([ids(studio), studio.getSnapshot().photos.length], [[], 2]);
    studio.select(photoId);
    studio.show(id);
    assert.equal(studio.getSnapshot().shown[0].id, id);
  });

  test("until it is removed, and undo() brings it back", async () => {
    const studio = await readyToFurnish(service);
    const [{ id }] = await studio.submit();
    studio.remove(id);
    assert.deepEqual([ids(studio), studio.getSnapshot().undo.kind], [[], "result"]);
    studio.undo();
    assert.deepEqual([ids(studio), studio.getSnapshot().undo], [[id], undefined]);
  });
});

describe("after a reload", () => {
  test("results and photos come back, and the photo can be used by its address", async () => {
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { storage });
    const [{ id, photoId }] = await studio.submit();
    const again = createStudio({ client: service.client(), storage });
    again.restore();
    again.select(photoId);
    assert.deepEqual(ids(again), [id]);
    const [{ state, after, params }] = again.getSnapshot().results;
    assert.equal(state, "seen");
    assert.match(after, /^http/);
    assert.equal(params.style, "modern");
    assert.match(again.getSnapshot().photo.source.file_url, /^http/);
  });

  test("a running render is found again and finishes, and nothing is paid for twice", async () => {
    service.reset({ speeds: { queuedMs: 0, renderingMs: 600 } });
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { storage });
    studio.choose("interior");
    for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
    void studio.submit();
    const { photo } = await until(studio, ({ job }) => job.sent);
    const again = createStudio({ client: service.client(), storage });
    again.restore();
    again.select(photo.id);
    const { results } = await until(again, ({ results }) => results.some(({ state }) => state === "done"));
    assert.equal(results.length, 1);
    assert.equal(service.orders().length, 1);
  });

  test("a removed result stays removed, and results of another tab are kept", async () => {
    const storage = memoryStorage();
    const [one, other] = [await readyToFurnish(service, { storage }), await readyToFurnish(service, { storage })];
    const [[first], [second]] = [await one.submit(), await other.submit()];
    one.remove(first.id);
    const again = createStudio({ client: service.client(), storage });
    again.restore();
    again.select(second.photoId);
    assert.deepEqual(ids(again), [second.id]);
  });

  test("a storage that is full, blocked or broken never breaks a render", async () => {
    const fail = () => {
      throw new Error("blocked");
    };
    for (const storage of [
      { getItem: fail, setItem: fail },
      { getItem: () => "{[", setItem: fail },
    ]) {
      const studio = await readyToFurnish(service, { storage });
      studio.restore();
      assert.equal((await studio.submit()).length, 1);
    }
  });
});

describe("refresh(), for a result whose image does not load:", () => {
  /** A studio with a result at an address that has expired. `change` changes the service's answers about its render. */
  async function expired(change) {
    const studio = await readyToFurnish(service);
    await studio.submit();
    const { output } = studio.getSnapshot().results[0];
    const fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      return /render\/\w+$/.test(new URL(response.url).pathname) ? change(response, output) : response;
    };
    const state = JSON.parse(studio.state());
    for (const name of ["output", "after"]) state.results[0][name] = `${output}?expired`;
    const again = createStudio({ client: service.client({ fetch, maxRetries: 0 }), state: JSON.stringify(state) });
    const [{ id }] = again.getSnapshot().results;
    return { studio: again, id, output, result: () => again.getSnapshot().results[0] };
  }

  test("it gets the service's new address", async () => {
    const { studio, id, output, result } = await expired((response) => response);
    await studio.refresh(id);
    assert.deepEqual([result().after, result().output, result().state], [output, output, "seen"]);
    assert.ok(result().size.width > 0);
    assert.equal(service.orders().length, 1);
  });

  test("without a new one, it stays, and has no size", async () => {
    const gone = () => Response.json({ err: "Render not found" }, { status: 404 });
    const { studio, id, output, result } = await expired(gone);
    await studio.refresh(id);
    assert.deepEqual([result().after, result().state, result().error], [`${output}?expired`, "seen", undefined]);
  });

  test("if the service cannot be reached, nothing changes", async () => {
    const { studio, id, result } = await expired(() => {
      throw new TypeError("offline");
    });
    const before = result();
    await studio.refresh(id);
    assert.deepEqual(result(), before);
  });
});

test("confirmChecked() removes a render without an answer, and it does not come back after a reload", async () => {
  const storage = memoryStorage();
  const client = () => service.client({ storage });
  const studio = await readyToFurnish(service, { storage, client: client() });
  service.sandbox.fault({ method: "POST", path: "/api/enterprise/render", broken: "after" });
  await studio.submit();
  const { blocked, job } = studio.getSnapshot();
  assert.deepEqual([blocked, client().pending().length], [true, 1]);
  studio.confirmChecked(job.id);
  assert.deepEqual([ids(studio), studio.getSnapshot().blocked], [[], false]);
  const again = createStudio({ client: client(), storage });
  again.restore();
  assert.deepEqual([again.getSnapshot().earlier, client().pending()], [[], []]);
  assert.equal((await studio.submit()).length, 1);
});

test("stopWaiting() leaves the render in the list, and its result is added later", async () => {
  const completed = [];
  const studio = await readyToFurnish(service, { on: { complete: (_result, watched) => completed.push(watched) } });
  service.reset({ speeds: { queuedMs: 0, renderingMs: 500 } });
  studio.choose("interior");
  for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
  const sent = studio.submit();
  await until(studio, ({ job }) => job.sent);
  studio.stopWaiting();
  assert.deepEqual([studio.getSnapshot().job.kind, studio.getSnapshot().results[0].state], ["idle", "running"]);
  await sent;
  assert.deepEqual([studio.getSnapshot().results[0].state, completed], ["done", [false]]);
});

test("a room is emptied and then furnished: the second result is made from the first", async () => {
  const studio = await readyToFurnish(service);
  studio.choose("empty-room");
  const [emptied] = await studio.submit();
  await studio.continueWith(emptied.id);
  assert.deepEqual([studio.getSnapshot().chain.length, studio.getSnapshot().photo.url], [2, emptied.after]);
  studio.choose("virtual-staging");
  const [furnished] = await studio.submit();
  assert.deepEqual([furnished.parent, furnished.before], [emptied.id, emptied.after]);
  assert.equal(service.orders()[1].file_url, emptied.after);
  assert.deepEqual(
    furnished.renders.map(({ tool }) => tool),
    ["empty-room", "virtual-staging"],
  );
  assert.equal(studio.getSnapshot().results.length, 2);
});

// Every paid render reaches `archive` and `onFinished`, whatever breaks. Redis and processes are real. The seed is printed; set
// SEED to repeat a run.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createMemoryStore } from "reroom/gateway";
import { pick, random, seed } from "./random.mjs";
import { startRedis } from "./redis-server.mjs";
import { serve } from "./servers.mjs";
import { key as apiKey, createTestGateway, photoUrl, sendRequest, paths, responses } from "./support.mjs";

const LISTING = ["bought, not listed", "listed, order not noted"];
const DELIVERY = ["looked up", "original archived", "result archived", "delivered, still listed"];

const describeRecord = (id) => ({
  _id: id,
  status: "completed",
  source: `https://files.example/${id}-source`,
  outputs: [`https://files.example/${id}-output`],
});

let redis, service;
before(async () => {
  redis = await startRedis();
  service = await serve(async (req, res) => {
    let text = "";
    for await (const chunk of req) text += chunk;
    const body =
      req.method === "POST"
        ? { data: { render_id: JSON.parse(text).prompt } }
        : describeRecord(req.url.split("/").at(-1));
    res.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
});
after(async () => {
  service?.close();
  await redis?.end();
});

/** What the site has received: files by name, renders by id, and how often each render arrived. */
function createSite() {
  const [files, renders, counts] = [new Map(), new Map(), new Map()];
  const replace = (map, id, value) => {
    // A repeated call must be the same, so that it can replace the earlier one.
    if (map.has(id)) assert.deepEqual(value, map.get(id), id);
    map.set(id, value);
  };
  return {
    receiveFile: ({ name, url, kind }) => replace(files, name, { url, kind }),
    receiveRender: (render) => {
      replace(renders, render.renderId, render);
      counts.set(render.renderId, (counts.get(render.renderId) ?? 0) + 1);
    },
    has: (id) => renders.has(id),
    count: (id) => counts.get(id) ?? 0,
    check(id) {
      const { status, archivedSource, archivedOutputs } = renders.get(id);
      const names = [`${id}-original`, `${id}-output-1`];
      assert.equal(status, "completed");
      assert.deepEqual(
        [archivedSource, ...archivedOutputs],
        names.map((name) => `https://archive.example/${name}`),
      );
      const { source, outputs } = describeRecord(id);
      assert.deepEqual(
        names.map((name) => files.get(name)),
        [
          { url: source, kind: "original" },
          { url: outputs[0], kind: "output" },
        ],
      );
    },
  };
}

/** Starts a process of the gateway. */
async function startGateway(site, unknown) {
  const program = fileURLToPath(new URL("delivering-gateway.mjs", import.meta.url));
  const child = fork(program, [redis.url, service.origin, apiKey], { stdio: "inherit" });
  const gateway = {
    onReached: () => {},
    stopAt: (stops) => child.send({ stops }),
    /** Lets the time of its store pass, and works on what is due. */
    resumeLater(ms) {
      child.send({ ms });
      return new Promise((resolve) => (gateway.onResumed = resolve));
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
  child.on("message", (message) => {
    if (message.file) site.receiveFile(message.file);
    if (message.render) site.receiveRender(message.render);
    if (message.unknown) unknown.push(message.unknown);
    if (message.reached) gateway.onReached();
    if (message.resumed) gateway.onResumed?.(message.resumed);
  });
  const [{ port }] = await once(child, "message");
  return Object.assign(gateway, { origin: `http://127.0.0.1:${port}` });
}

const order = ({ origin }, { id }) =>
  fetch(`${origin}/api/enterprise/render`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": id },
    body: JSON.stringify({ ...photoUrl, creativity: "balanced", prompt: id }),
  }).catch(() => undefined);

/** Orders renders, and kills the process when each has reached its point. */
async function killDuring(renders, site, unknown) {
  const gateway = await startGateway(site, unknown);
  let left = renders.length;
  const reached = new Promise((resolve) => {
    gateway.onReached = () => --left === 0 && resolve();
  });
  gateway.stopAt(renders.map(({ id, point }) => [id, point]));
  const responses = renders.map((render) => order(gateway, render));
  await Promise.all(renders.map(({ point }, index) => DELIVERY.includes(point) && responses[index]));
  void gateway.resumeLater(60_000);
  await reached;
  await gateway.kill();
}

test(
  "process that is killed: every listed render is delivered, and repeats are equal",
  { timeout: 300_000 },
  async (t) => {
    t.diagnostic(`SEED=${seed}`);
    const site = createSite();
    const unknown = [];
    // A process works on ten renders at the same time.
    const rounds = Array.from({ length: 10 }, (_, round) =>
      Array.from({ length: 20 }, (_, index) => ({
        id: `r${round}-${index}`,
        point: pick(index < 10 ? DELIVERY : LISTING),
      })),
    );
    // One after the other: a process must not take the renders of another one.
    for (const renders of rounds) await killDuring(renders, site, unknown);
    const [one, two] = await Promise.all([startGateway(site, unknown), startGateway(site, unknown)]);
    for (let round = 0; round < 4; round++) await Promise.all([one.resumeLater(600_000), two.resumeLater(600_000)]);
    await Promise.all([one.kill(), two.kill()]);
    const all = rounds.flat();
    t.diagnostic("| point of the break | renders | delivered once | delivered twice, equal | reported as unknown |");
    for (const point of [...LISTING, ...DELIVERY]) {
      const ids = all.filter((render) => render.point === point).map(({ id }) => id);
      const [once, twice] = [1, 2].map((times) => ids.filter((id) => site.count(id) === times).length);
      const isLost = point === "bought, not listed";
      t.diagnostic(`| ${point} | ${ids.length} | ${once} | ${twice} | ${LISTING.includes(point) ? ids.length : 0} |`);
      for (const id of ids) {
        assert.equal(site.count(id), isLost ? 0 : point === "delivered, still listed" ? 2 : 1, `${id}: ${point}`);
        if (!isLost) site.check(id);
      }
    }
    // These orders are not noted as answered, so the process took their outcome with it.
    const expected = all.filter(({ point }) => LISTING.includes(point)).length;
    // A process that is killed after its report, but before it has noted that, leaves the order to be reported again.
    assert.equal(new Set(unknown).size, expected, "each is reported");
  },
);

test("functions, look-ups and writes that fail: every render is delivered, and repeats are equal", async (t) => {
  t.diagnostic(`SEED=${seed}`);
  const site = createSite();
  let time = 0;
  let bought = 0;
  const fail = (share) => {
    if (random() < share) throw new Error("broken");
  };
  const store = createMemoryStore({ now: () => time });
  const { removeTask } = store;
  const stillListed = new Map();
  store.removeTask = async (list, id) => {
    // As in a server that fails over and loses its last write.
    if (list !== "renders" || random() >= 0.2) return removeTask(list, id);
    stillListed.set(id, (stillListed.get(id) ?? 0) + 1);
  };
  const { gateway, log } = createTestGateway(
    async (request) => {
      if (request.method === "POST") return responses.submitted(`r${++bought}`);
      fail(0.3);
      return Response.json(describeRecord(request.url.split("/").at(-1)));
    },
    {
      store,
      limits: { concurrentRenders: Infinity, perUser: { concurrentRenders: Infinity } },
      archive: async (file) => {
        fail(0.2);
        site.receiveFile(file);
        fail(0.2);
        return `https://archive.example/${file.name}`;
      },
      onFinished: async (render) => {
        fail(0.3);
        site.receiveRender(render);
      },
    },
  );
  const ids = Array.from({ length: 300 }, (_, index) => `r${index + 1}`);
  for (const id of ids) {
    const init = { method: "POST", json: { ...photoUrl, creativity: "balanced" } };
    assert.equal((await sendRequest(gateway, paths.render, init)).status, 200, id);
  }
  for (let round = 0; round < 200; round++) {
    time += 3_600_000;
    await gateway.resume();
  }
  for (const id of ids) {
    site.check(id);
    assert.equal(site.count(id), 1 + (stillListed.get(id) ?? 0), `${id} is delivered again only while it is listed`);
  }
  assert.ok(!log.some(({ type }) => type === "undelivered"));
  const repeated = ids.filter((id) => site.count(id) > 1).length;
  t.diagnostic(
    `${ids.length} renders, ${repeated} of them delivered again, ${log.filter(({ type }) => type === "failed").length} failures`,
  );
  await gateway.close();
});

// The accounts of a soak test: every render of the sandbox is compared with what the pages recorded.
import assert from "node:assert/strict";

const refusal = "Maximum concurrent renders reached";

/** The pages' records by kind, as maps from prompts to what was recorded. */
function readNotes({ noted, pending }) {
  const books = { handed: new Map(), fulfilled: new Map(), failed: new Map() };
  for (const [key, value] of Object.entries(noted)) {
    const [, kind, prompt] = /^soak (\w+) (.*)$/.exec(key) ?? [];
    books[kind]?.set(prompt, value && JSON.parse(value));
  }
  return { ...books, pending: new Set(pending) };
}

/** How often the service rejected a submission because of its render limit. */
export const refusals = (wire) => wire.log.filter(({ err }) => err === refusal).length;

/** Accounts for every submitted render. Resolves to the number of each sort. */
export async function account({ wire, notes }) {
  const books = readNotes(notes);
  const all = await (await fetch(`${wire.origin}/sandbox/renders`)).json();
  const renders = all.filter(({ prompt }) => prompt?.startsWith("job "));
  const sorts = { fulfilled: 0, outcome_unknown: 0, pending: 0, left: 0 };
  for (const render of renders) sorts[sortOf(render, books)] += 1;
  assert.equal(new Set(renders.map(({ prompt }) => prompt)).size, renders.length, "a job was submitted twice");
  assertSentOnce(wire.log);
  for (const [prompt, [id, own]] of books.fulfilled) {
    assert.equal(own, prompt, "a job has the result of another job");
    assert.ok(renders.some(({ _id }) => _id === id));
  }
  assert.ok(atOnce(all) <= 10, `${atOnce(all)} renders at once`);
  return { submitted: renders.length, ...sorts, refused: refusals(wire), books };
}

/** How the pages know a render. `left`: its page was closed before it was recorded. */
function sortOf({ _id, prompt }, { handed, fulfilled, failed, pending }) {
  if (fulfilled.get(prompt)?.[0] === _id) return "fulfilled";
  if (pending.has(_id)) return "pending";
  const [code] = failed.get(prompt) ?? [];
  if (code === "outcome_unknown") return "outcome_unknown";
  if (handed.has(prompt) && code === undefined) return "left";
  return assert.fail(`no record of ${_id}, submitted for ${prompt}: ${JSON.stringify(failed.get(prompt))}`);
}

/** Asserts that a submission was sent again only after the service rejected it. */
function assertSentOnce(log) {
  const sent = log.filter(({ atOnce: paid, err }) => paid && err !== refusal).map(({ job }) => job);
  const again = sent.filter((job, index) => sent.indexOf(job) !== index);
  assert.deepEqual(again, [], "sent again although it may have been accepted");
}

/** The largest number of concurrent renders. */
function atOnce(renders) {
  const changes = renders.flatMap(({ created_at, updated_at }) => [
    [Date.parse(created_at), 1],
    [Date.parse(updated_at), -1],
  ]);
  changes.sort(([at, change], [otherAt, other]) => at - otherAt || change - other);
  let [now, most] = [0, 0];
  for (const [, change] of changes) most = Math.max(most, (now += change));
  return most;
}

// What the client does only in a page: its own origin, the key, uncaught errors, and Web Locks.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ReRoom } from "reroom";
import { clientOver, fileName, json, key, start } from "../support.mjs";
import { scope, service, until } from "../service.mjs";

before(start);

const account = () => json({ _id: "a", uid: "u", credits: 7 });

test("a relative baseUrl is resolved against the page's origin", async () => {
  const { client, seen } = clientOver(account, { baseUrl: "/api/reroom/" });
  await client.account();
  assert.equal(seen[0].url, `${location.origin}/api/reroom/api/enterprise/status`);
});

test("a page on a loopback address may use a key without dangerouslyAllowBrowser", () => {
  assert.match(location.hostname, /^(127\.0\.0\.1|localhost)$/);
  assert.ok(new ReRoom({ apiKey: key }) instanceof ReRoom);
});

test("an error of onRequest is reported as an uncaught error, and the call resolves", async () => {
  const reported = [];
  const note = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    reported.push(event.error.message);
  };
  const onRequest = () => {
    throw new Error("from the callback");
  };
  // The test runner's own handler would fail the test.
  const { onerror } = window;
  window.onerror = null;
  window.addEventListener("error", note, { capture: true });
  try {
    assert.equal((await clientOver(account, { onRequest }).client.account()).credits, 7);
  } finally {
    window.removeEventListener("error", note, { capture: true });
    window.onerror = onerror;
  }
  assert.deepEqual(reported, ["from the callback"]);
});

test("a run holds one of the origin's Web Locks until it settles", async () => {
  const { baseUrl } = scope();
  const locks = async () => {
    const { held, pending } = await navigator.locks.query();
    return [...held, ...pending].filter(({ name }) => name.includes(baseUrl));
  };
  const { answer, underWay, end } = service();
  const { client } = clientOver(answer, { baseUrl, maxConcurrentRenders: 1 });
  const run = client.run({ file_name: fileName }, { creativity: "balanced" }, { pollMs: 1 });
  await until(() => underWay().length === 1);
  assert.ok((await locks()).length > 0);
  end();
  await run;
  // The browser learns of a release later.
  let left = await locks();
  await until(() => {
    void locks().then((found) => (left = found));
    return left.length === 0;
  });
});

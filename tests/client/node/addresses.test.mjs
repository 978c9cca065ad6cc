// Base URLs outside a page.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { calls, clientOver, refused, start } from "../support.mjs";

before(start);

test("a relative baseUrl rejects outside a page", async () => {
  const { client, seen } = clientOver(() => assert.fail("nothing is sent"), { baseUrl: "/api/reroom" });
  for (const name of ["account", "render"])
    assert.match((await refused(calls[name](client), "invalid_request")).message, /baseUrl/);
  assert.equal(seen.length, 0);
});

// In a page, only a gateway of another origin gets the header with the key. Node, because a page cannot replace its location.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { gateway } from "../gateway.mjs";
import { clientWith, fileName, start, withGlobals } from "../support.mjs";

before(start);

const request = { file_name: fileName, creativity: "balanced" };

test("a page asks another origin who answers before it sends the key's header", async () => {
  const location = { href: "https://site.example/page", origin: "https://site.example", hostname: "site.example" };
  const asked = async (baseUrl, isGateway) => {
    const log = [];
    const server = gateway();
    const fetch = async (sent) => {
      log.push(`${sent.method} ${sent.headers.has("idempotency-key")}`);
      const response = await server.fetch(sent);
      if (!isGateway) response.headers.delete("reroom-gateway");
      return response;
    };
    const client = clientWith({ baseUrl, fetch });
    await withGlobals({ location }, () => client.render(request));
    return log;
  };
  assert.deepEqual(await asked("https://site.example/a", true), ["POST true"]);
  assert.deepEqual(await asked("https://other.example/a", true), ["GET false", "POST true"]);
  assert.deepEqual(await asked("https://other.example/b", false), ["GET false", "POST false"]);
});

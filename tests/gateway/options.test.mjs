// Validation of the options of createGateway.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGateway } from "reroom/gateway";
import { key } from "./support.mjs";

test("invalid option: throws a TypeError that names it", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const [options, words] of [
    [{ apiKey: key }, /authorize/],
    [{ ...good, authorize: true }, /authorize/],
    [{ ...good, apiKey: "" }, /apiKey/],
    [{ ...good, apiKey: "a\r\nb" }, /apiKey/],
    [{ ...good, basePath: "reroom" }, /basePath/],
    [{ ...good, basePath: "/reroom/" }, /basePath/],
    [{ ...good, upstream: "http://reroom.ai" }, /https/],
    [{ ...good, upstream: "https://user:word@reroom.ai" }, /upstream/],
    [{ ...good, upstream: "reroom.ai" }, /upstream/],
    [{ ...good, allowedOrigins: ["*"] }, /allowedOrigins/],
    [{ ...good, allowedOrigins: ["https://app.example/"] }, /allowedOrigins/],
    [{ ...good, publicOrigin: "site.example" }, /publicOrigin/],
    [{ ...good, limits: { concurrentRenders: 0 } }, /concurrentRenders/],
    [{ ...good, limits: { perUser: { creditsPerDay: 1.5 } } }, /perUser.creditsPerDay/],
    [{ ...good, costs: { upscale: -1 } }, /costs.upscale/],
    [{ ...good, timeouts: { bodyMs: Infinity } }, /timeouts.bodyMs/],
  ]) {
    assert.throws(() => createGateway(options), { name: "TypeError", message: words });
  }
  assert.throws(
    () => createGateway({ ...good, apiKey: `${key}\n` }),
    (error) => !error.message.includes(key),
  );
});

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
    [{ authorize: good.authorize }, /apiKey is missing.*environment variable/],
    [{ ...good, apiKey: "" }, /apiKey is missing.*environment variable/],
    [{ ...good, apiKey: "a\r\nb" }, /apiKey is invalid/],
    [{ ...good, store: "redis" }, /store is invalid/],
    [{ ...good, store: null }, /store is invalid/],
    [{ ...good, basePath: "reroom" }, /basePath/],
    [{ ...good, basePath: "/reroom/" }, /basePath/],
    [{ ...good, upstream: "http://reroom.ai" }, /https/],
    [{ ...good, upstream: "http://[2606:4700::1]" }, /https/],
    [{ ...good, upstream: "http://10.0.0.1" }, /https/],
    [{ ...good, upstream: "https://user:word@reroom.ai" }, /upstream/],
    [{ ...good, upstream: "reroom.ai" }, /upstream/],
    [{ ...good, allowedOrigins: ["*"] }, /allowedOrigins/],
    [{ ...good, allowedOrigins: ["https://app.example/"] }, /allowedOrigins/],
    [{ ...good, publicOrigin: "site.example" }, /publicOrigin/],
    [{ ...good, limits: { concurrentRenders: 0 } }, /concurrentRenders/],
    [{ ...good, limits: { perUser: { creditsPerDay: 1.5 } } }, /perUser.creditsPerDay/],
    [{ ...good, costs: { upscale: -1 } }, /costs.upscale/],
    [{ ...good, timeouts: { bodyMs: Infinity } }, /timeouts.bodyMs/],
    [{ ...good, timeouts: { leaseMs: 86_400_001 } }, /timeouts.leaseMs is too long. Use at most 86400000/],
    [{ ...good, timeouts: { submissionMs: 3e9 } }, /timeouts.submissionMs is too long. Use at most 86400000/],
    [{ ...good, timeouts: { bodyMS: 1 } }, /Did you mean "timeouts.bodyMs"/],
    [{ ...good, limits: { creditPerDay: 5 } }, /Did you mean "limits.creditsPerDay"/],
    [{ ...good, limits: { perUser: { creditPerMonth: 5 } } }, /Did you mean "limits.perUser.creditsPerMonth"/],
    [{ ...good, limits: { perGroup: { perUser: {} } } }, /Unknown option "limits.perGroup.perUser"/],
    [{ ...good, limits: { perGroup: { creditsPerMonth: -1 } } }, /limits.perGroup.creditsPerMonth/],
    [{ ...good, costs: { upscal: 1 } }, /Did you mean "costs.upscale"/],
    [{ ...good, timeZone: "Europe/Berln" }, /timeZone is unknown/],
    [{ ...good, budgetWarningShare: 0 }, /budgetWarningShare/],
    [{ ...good, budgetWarningShare: 80 }, /budgetWarningShare/],
  ]) {
    assert.throws(() => createGateway(options), { name: "TypeError", message: words });
  }
  assert.throws(
    () => createGateway({ ...good, apiKey: `${key}\n` }),
    (error) => !error.message.includes(key),
  );
});

test("unknown option: throws a TypeError that names it and suggests a similar one", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const [name, help] of [
    ["limit", 'Did you mean "limits"?'],
    ["Limits", 'Did you mean "limits"?'],
    ["basepath", 'Did you mean "basePath"?'],
    ["allowedOrigin", 'Did you mean "allowedOrigins"?'],
    ["publicOrigins", 'Did you mean "publicOrigin"?'],
    ["timeout", 'Did you mean "timeouts"?'],
    ["onEvents", 'Did you mean "onEvent"?'],
    ["idsecret", 'Did you mean "idSecret"?'],
    ["apikey", 'Did you mean "apiKey"?'],
    ["somethingElse", "Use one of apiKey, authorize, "],
    ["toString", "Use one of apiKey, authorize, "],
  ])
    for (const value of [undefined, {}]) {
      assert.throws(() => createGateway({ ...good, [name]: value }), {
        name: "TypeError",
        message: new RegExp(`^Unknown option "${name}"\\. ${help.replace("?", "\\?")}`),
      });
    }
  for (const options of [undefined, null, "key", [good]])
    assert.throws(() => createGateway(options), { name: "TypeError", message: "The options must be an object." });
});

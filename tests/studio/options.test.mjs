// The options of createStudio().
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init from "reroom";
import { createStudio } from "reroom/studio";

before(() => init());

test("an option or a tool that does not exist throws an error that lists those that do", () => {
  const tools = "virtual-staging, interior, empty-room, exterior, edit, sketch, upscale".split(", ");
  for (const [options, name, allowed] of [
    [{ tool: ["edit"] }, "tool", ["tools", "preset"]],
    [{ tools: ["edit", "staging"] }, "staging", tools],
    [{ preset: { staging: { type: "bedroom" } } }, "staging", tools],
    [{ costs: { render: 2 } }, "render", tools],
  ]) {
    const calls = [() => createStudio(options), () => createStudio().configure(options)];
    for (const call of calls)
      assert.throws(call, ({ code, message, issues }) => {
        assert.deepEqual([code, issues.length, issues[0].path], ["invalid_request", 1, name]);
        for (const word of [`"${name}" is not`, ...allowed]) assert.ok(message.includes(word), message);
        return true;
      });
  }
  createStudio({ tools: ["edit"], preset: { edit: {} }, costs: { edit: 2 }, client: undefined, user: undefined });
});

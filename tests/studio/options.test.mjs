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
    [{ on: { completed() {} } }, "completed", ["complete", "accept"]],
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

test("what a preset includes or excludes, and its settings, must exist", () => {
  const style = (option) => ({ preset: { "virtual-staging": { style: option } } });
  for (const [option, name] of [
    [{ include: ["modern", "scandinavain"] }, "scandinavain"],
    [{ exclude: ["modren"] }, "modren"],
    [{ includes: ["modern"] }, "includes"],
    [{ value: "modern", fix: true }, "fix"],
  ]) {
    const calls = [() => createStudio(style(option)), () => createStudio().configure(style(option))];
    for (const call of calls) assert.throws(call, { name: "ReRoomError", message: new RegExp(`^"${name}" is not`) });
  }
  createStudio(style({ include: ["modern"], exclude: [], value: undefined, fixed: true }));
  // Of both kinds of photos, and of lists that are combined.
  createStudio({ preset: { edit: { field: { include: ["exterior"] }, action: { exclude: ["object"] } } } });
});

test("an option that is null or of the wrong kind throws an error that names it", () => {
  for (const [options, message] of [
    [null, /^options must be an object\.$/],
    ["edit", /^options must be an object\.$/],
    [{ tools: "edit" }, /^tools must be a list of names\.$/],
    [{ tools: null }, /^tools must be a list of names\.$/],
    [{ costs: null }, /^costs must be an object\.$/],
    [{ on: null }, /^on must be an object\.$/],
    [{ preset: null }, /^preset must be an object\.$/],
    [{ preset: { edit: null } }, /^preset\["edit"\] must be an object\.$/],
    [{ preset: { edit: { action: null } } }, /^The preset of action is null/],
    [{ preset: { edit: { action: { include: "remove" } } } }, /^include and exclude of action must be lists/],
  ])
    assert.throws(() => createStudio(options), { name: "ReRoomError", message });
});

test("set() and a preset throw for an option that the tool does not have, and for a value that it does not offer", () => {
  const tool = "virtual-staging";
  const studio = createStudio();
  studio.choose(tool);
  for (const [param, value, path, allowed] of [
    ["styel", "modern", "styel", ["type", "style"]],
    ["prompt", "a sofa", "prompt", ["type", "style"]],
    ["style", "Modern", "Modern", ["modern", "scandinavian"]],
  ]) {
    const calls = [() => studio.set(param, value), () => createStudio({ preset: { [tool]: { [param]: value } } })];
    for (const call of calls)
      assert.throws(call, ({ code, message, issues }) => {
        assert.deepEqual([code, issues.length, issues[0].path], ["invalid_request", 1, path]);
        for (const word of [`"${path}" is not`, ...allowed]) assert.ok(message.includes(word), message);
        return true;
      });
  }
  assert.throws(() => studio.set("style", null), /style must be a string/);
  const chosen = studio.getSnapshot().fields.map(({ field, value }) => [field.param, value]);
  assert.deepEqual(chosen, [
    ["action", "preset"],
    ["type", ""],
    ["style", ""],
  ]);
});

test("set() accepts an empty choice, any text and number, and an option that another value hides", () => {
  const studio = createStudio({ preset: { interior: { creativity_level: 0.7 } } });
  studio.choose("edit");
  const values = { material: "marble", prompt: "a red door", action: "material" };
  for (const [param, value] of Object.entries(values)) studio.set(param, value);
  assert.equal(studio.getSnapshot().params.material, "marble");
  studio.set("material", "");
  studio.choose("interior");
  studio.set("creativity_level", "0.");
});

test("choose() throws for a tool that the studio does not have, and names those that it has", () => {
  const studio = createStudio({ tools: ["edit", "upscale"] });
  for (const tool of ["Edit", "empty-room"])
    assert.throws(() => studio.choose(tool), {
      message: `"${tool}" is not a tool of this studio. Use one of edit, upscale.`,
    });
  assert.equal(studio.getSnapshot().tool, "edit");
});

test("open() rejects what is neither a file nor a URL, such as a path in Node", async () => {
  const studio = createStudio();
  for (const photo of ["room.jpg", "/photos/room.jpg", undefined, null, 7, [new Blob(), "room.jpg"]])
    await assert.rejects(studio.open(photo), ({ code, message }) => {
      assert.equal(code, "invalid_request");
      assert.match(message, /is not a photo\. Open a Blob, a File, or a URL\.$/);
      return true;
    });
  assert.equal(studio.getSnapshot().unreadable, false);
});

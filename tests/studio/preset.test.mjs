// Presets: options that a page preselects, fixes, or limits.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { catalog } from "reroom";
import { createStudio } from "reroom/studio";
import { createFieldsOf, findUnusedOptions } from "../../dist/studio/form.js";

before(() => init());

/** Returns the fields of the tool's form with this preset, by parameter. */
function form(tool, options, values = {}) {
  const studio = createStudio({ tools: [tool], preset: { [tool]: options } });
  for (const [param, value] of Object.entries(values)) studio.set(param, value);
  const { fields, params } = studio.getSnapshot();
  const read = ({ value, fixed, field: { control } }) => ({
    value,
    fixed,
    options: control.options?.map((option) => option.value),
  });
  return { params, ...Object.fromEntries(fields.map((each) => [each.field.param, read(each)])) };
}

test("include leaves only these options, exclude leaves out these options", () => {
  assert.deepEqual(form("virtual-staging", { style: { include: ["luxury", "modern"] } }).style, {
    value: "",
    fixed: false,
    options: ["modern", "luxury"],
  });
  const { options } = form("virtual-staging", { style: { exclude: ["luxury", "modern"] } }).style;
  assert.equal(options.length, 6);
  assert.equal(options.includes("luxury"), false);
});

test("an option that is not offered cannot be set", () => {
  const preset = { style: { include: ["luxury", "modern"] } };
  assert.equal(form("virtual-staging", preset, { style: "industrial" }).style.value, "");
  assert.equal(form("virtual-staging", preset, { style: "luxury" }).style.value, "luxury");
});

test("a required option with one value left has that value and is not shown", () => {
  const { style, params } = form("virtual-staging", { style: { include: ["modern"] } });
  assert.deepEqual(style, { value: "modern", fixed: true, options: ["modern"] });
  assert.equal(params.style, "modern");
});

test("an optional option with one value left is still a choice", () => {
  const { season } = form("interior", { season: { include: ["winter"] } });
  assert.deepEqual(season, { value: "", fixed: false, options: ["winter"] });
});

test("if the preselected option is excluded, the first one left is preselected", () => {
  assert.equal(form("interior", { creativity: { exclude: ["balanced"] } }).creativity.value, "precise");
});

test("limits that leave nothing are ignored", () => {
  const { options } = form("virtual-staging", {}).style;
  assert.equal(form("virtual-staging", { style: { exclude: options } }).style.options.length, options.length);
});

test("a required option that is fixed to nothing is shown", () => {
  for (const [tool, param] of [
    ["virtual-staging", "style"],
    ["edit", "prompt"],
  ]) {
    const asked = form(tool, { action: tool === "edit" ? "prompt" : "preset", [param]: { value: "", fixed: true } });
    assert.equal(asked[param].fixed, false, param);
  }
  assert.equal(form("interior", { season: { value: "", fixed: true } }).season.fixed, true);
});

test("fields keep their identity while the preset stays the same", () => {
  const studio = createStudio({
    tools: ["virtual-staging"],
    preset: { "virtual-staging": { style: { include: ["modern", "luxury"] } } },
  });
  const style = () => studio.getSnapshot().fields.find(({ field }) => field.param === "style").field;
  const first = style();
  studio.set("type", "bedroom");
  assert.equal(style(), first);
});

test("values that no field accepts are found, each with its option", () => {
  const preset = {
    "virtual-staging": { style: { include: ["moden", "luxury"], exclude: ["rustic"] }, colour: "red", type: "attic" },
  };
  const unused = findUnusedOptions(preset, createFieldsOf(catalog)).map(({ param, value }) => [param, value]);
  assert.deepEqual(unused, [
    ["style", "moden"],
    ["style", "rustic"],
    ["colour", "red"],
    ["type", "attic"],
  ]);
});

test("a value outside the limits of its own option is found, with the values that are left", () => {
  const preset = {
    "virtual-staging": { style: { value: "rustic", include: ["modern", "luxury"] } },
    interior: { season: { value: "winter", exclude: ["winter"] }, type: { value: "bedroom", include: ["bedroom"] } },
  };
  const unused = findUnusedOptions(preset, createFieldsOf(catalog));
  assert.deepEqual(
    unused.map(({ param, value }) => [param, value]),
    [
      ["style", "rustic"],
      ["season", "winter"],
    ],
  );
  const style = unused[0].fields.find(({ param }) => param === "style");
  assert.deepEqual(
    style.control.options.map(({ value }) => value),
    ["modern", "luxury"],
  );
});

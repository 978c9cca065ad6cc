// The elements without a page: a server can import them, and their questions produce valid requests.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { catalog, validateRequest } from "reroom";
import { buildParams, createFieldsOf, findMissing, visibleFields } from "../../../dist/studio/form.js";
import { pictures } from "../../../dist/element/studio/pictures/index.js";
import { isNoPreference, toolIds } from "../../../dist/studio/tools.js";

let all;
before(async () => {
  await init();
  all = catalog();
});

const file = { file_name: "5b4f2cd2-1a0f-4a5c-9a3c-0d6a4b3f1e2d.jpg" };
const mask = "iVBORw0KGgo=";

test("a server can import the elements, and define does nothing there", async () => {
  assert.equal(typeof HTMLElement, "undefined");
  const { ReRoomStudio, ReRoomCompare, en, loadTexts } = await import("reroom/element");
  const defined = await import("reroom/element/define");
  assert.equal(defined.ReRoomStudio, ReRoomStudio);
  assert.equal(typeof ReRoomCompare, "function");
  assert.equal(await loadTexts("xx-YY"), en);
});

const fieldsOf = createFieldsOf(() => all);
const fieldsFor = (tool, answers, preset) => visibleFields(fieldsOf(tool), answers, preset[tool]);

const written = { prompt: "a bench", reference_file_urls: "https://example.com/a.jpg" };

/** The questions of a tool, for every combination of answers that changes them. */
function* everyForm(tool) {
  const [actions, fields] = ["action", "field"].map((param) => {
    const asked = fieldsFor(tool, {}, {}).find(({ field }) => field.param === param);
    return asked?.field.control.options.map(({ value }) => value) ?? [""];
  });
  for (const action of actions)
    for (const field of fields)
      for (const category of action === "object" ? Object.keys(all.edit.objects[field]) : [""]) {
        const answers = { ...written, action, field, category };
        yield { answers, asked: fieldsFor(tool, answers, {}) };
      }
}

/** The questions of a tool with each choice of each question. */
function* everyChoice(tool) {
  for (const { answers, asked } of everyForm(tool))
    for (const { field } of asked)
      for (const { value } of field.control.options ?? []) yield complete(tool, { ...answers, [field.param]: value });
}

/** The questions with these answers, and the first option for each list without one. */
function complete(tool, answers) {
  const asked = fieldsFor(tool, answers, {});
  const missing = findMissing(asked)?.field;
  return missing ? complete(tool, { ...answers, [missing.param]: missing.control.options[0].value }) : asked;
}

for (const tool of toolIds.filter((id) => id !== "upscale" && id !== "empty-room"))
  test(`${tool}: every choice produces a valid request`, () => {
    const seen = new Set();
    for (const asked of everyChoice(tool)) {
      assert.equal(findMissing(asked), undefined);
      const request = { ...file, ...buildParams(tool, asked), ...(tool === "edit" && { mask }) };
      seen.add(JSON.stringify(request));
    }
    for (const request of seen) assert.deepEqual(validateRequest(JSON.parse(request)), [], request);
    assert.ok(seen.size >= 10, String(seen.size));
  });

for (const [tool, answers, missing] of [
  ["virtual-staging", {}, ["type", "style"]],
  ["interior", {}, ["style", "type"]],
  ["exterior", {}, ["style", "type"]],
  ["sketch", {}, ["style", "type"]],
  ["edit", { action: "material" }, ["material"]],
  ["edit", { action: "object" }, ["name"]],
])
  test(`${tool}${answers.action ? `, ${answers.action}` : ""}: ${missing.join(" and ")} start without an answer, and a preset answers them`, () => {
    const open = fieldsFor(tool, answers, {});
    const first = findMissing(open);
    assert.equal(first.field.param, missing[0]);
    for (const param of missing) assert.equal(open.find(({ field }) => field.param === param).value, "", param);
    const values = missing.map((param) => {
      const { control } = open.find(({ field }) => field.param === param).field;
      return [param, control.options.at(-1).value];
    });
    const preset = (fixed) =>
      Object.fromEntries(values.map(([param, value]) => [param, fixed ? { value, fixed } : value]));
    for (const fixed of [true, false])
      assert.equal(findMissing(fieldsFor(tool, answers, { [tool]: preset(fixed) })), undefined, String(fixed));
  });

test("no preference is an answer, and is sent with the service's spelling", () => {
  const asked = fieldsFor("interior", { style: "no-style", type: "no-type" }, {});
  assert.equal(findMissing(asked), undefined);
  const params = buildParams("interior", asked);
  assert.deepEqual(params, { style: "no-style", type: "no-type", creativity: "balanced" });
  assert.deepEqual(validateRequest({ ...file, ...params }), []);
});

test("a fixed preset wins over an answer, and an invalid answer falls back to its default", () => {
  const preset = { interior: { style: { value: "japanese-zen", fixed: true }, creativity: "creative" } };
  const asked = fieldsFor("interior", { style: "rustic", type: "no-such-type" }, preset);
  assert.deepEqual(buildParams("interior", asked), { style: "japanese-zen", creativity: "creative" });
  assert.equal(asked.find(({ field }) => field.param === "style").fixed, true);
});

/** The SVG of a picture, without its colors if asked. */
function markup({ strings, values }, { colors = true } = {}) {
  const write = (value) => (Array.isArray(value) ? value.map((each) => markup(each)).join("") : String(value));
  const text = strings.map((part, index) => part + (index < values.length ? write(values[index]) : "")).join("");
  return colors ? text : text.replaceAll(/#[0-9a-f]{3,6}/g, "");
}

test("every option shown with a picture has one, of at most 4 KB, which differs from the others by its shapes", () => {
  const shown = toolIds.flatMap((tool) => [...everyForm(tool)].flatMap(({ asked }) => asked));
  const pictured = shown.map(({ field }) => field.control).filter((control) => control.thumbnail);
  for (const { thumbnail: kind, options } of pictured) {
    const values = options.map(({ value }) => value).filter((value) => !isNoPreference(value));
    const drawn = values.map((value) => pictures[kind](value) ?? assert.fail(`${value} has no picture`));
    for (const picture of drawn) assert.ok(markup(picture).length <= 4096);
    if (kind === "bars") continue;
    const shapes = drawn.map((each) => markup(each, { colors: false }));
    assert.equal(new Set(shapes).size, shapes.length, `${kind}: ${values[0]}…`);
  }
  assert.ok(pictured.length >= 10);
});

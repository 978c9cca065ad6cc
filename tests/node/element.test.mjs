// What the elements are without a page: a server may import them, and their questions make requests that hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import init, { catalog, validateRequest } from "reroom";
import { buildParams, findMissing, visibleFields } from "../../dist/element/studio/form.js";
import { thumbnail } from "../../dist/element/studio/thumbnails.js";
import { isNoPreference, toolIds } from "../../dist/element/studio/tools.js";

const sniffer = new URL("../../src/image/sniff.rs", import.meta.url);

let all;
before(async () => {
  await init();
  all = catalog();
});

const file = { file_name: "5b4f2cd2-1a0f-4a5c-9a3c-0d6a4b3f1e2d.jpg" };
const mask = "iVBORw0KGgo=";

test("a server imports the elements, and registering them there does nothing", async () => {
  assert.equal(typeof HTMLElement, "undefined");
  const { ReRoomStudio, ReRoomCompare, en, loadTexts } = await import("reroom/element");
  const defined = await import("reroom/element/define");
  assert.equal(defined.ReRoomStudio, ReRoomStudio);
  assert.equal(typeof ReRoomCompare, "function");
  assert.equal(await loadTexts("xx-YY"), en);
});

test("every language has every text that English has, with the same places to fill", async () => {
  const { en, loadTexts } = await import("reroom/element");
  const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  const compare = (texts, english, path) => {
    for (const [key, value] of Object.entries(english)) {
      const here = `${path}.${key}`;
      if (typeof value === "object") compare(texts[key], value, here);
      else assert.deepEqual(places(texts[key] ?? `${here} is missing`), places(value), here);
    }
  };
  for (const language of ["de", "fr", "es-MX"]) {
    const texts = await loadTexts(language);
    assert.notEqual(texts, en);
    compare(texts, en, language);
  }
});

test("every option that the studio lists has a word in every language, and every file that it recognises an advice", async () => {
  const { loadTexts } = await import("reroom/element");
  const values = (options) => Object.values(options).flatMap((list) => (Array.isArray(list) ? list : values(list)));
  // The service's own "no preference" is one word of the studio, whatever it is of.
  const listed = values(all).filter(({ value }) => !isNoPreference(value));
  const types = [...readFileSync(sniffer, "utf8").matchAll(/"((?:image|video|application|text)\/[\w.+-]+)"/g)];
  const advised = types.map(([, type]) => type).filter((type) => type !== "image/jpeg" && type !== "image/png");
  assert.ok(advised.length > 10);
  for (const language of ["de", "fr", "es"]) {
    const { options, formats } = await loadTexts(language);
    const missing = listed.filter(({ value }) => !options[value]).map(({ value }) => value);
    assert.deepEqual([...missing, ...advised.filter((type) => !formats[type])], [], language);
  }
});

const written = { prompt: "a bench", reference_file_urls: "https://example.com/a.jpg" };

/** What a tool asks, for every way its questions depend on one another. */
function* everyForm(tool) {
  const [actions, fields] = ["action", "field"].map((param) => {
    const asked = visibleFields(tool, all, {}, {}).find(({ field }) => field.param === param);
    return asked?.field.control.options.map(({ value }) => value) ?? [""];
  });
  for (const action of actions)
    for (const field of fields)
      for (const category of action === "object" ? Object.keys(all.edit.objects[field]) : [""]) {
        const answers = { ...written, action, field, category };
        yield { answers, asked: visibleFields(tool, all, answers, {}) };
      }
}

/** Every choice of every question of a tool, one after the other. */
function* everyChoice(tool) {
  for (const { answers, asked } of everyForm(tool))
    for (const { field } of asked)
      for (const { value } of field.control.options ?? []) yield complete(tool, { ...answers, [field.param]: value });
}

/** The questions with these answers, and the first option of each list that is still open. */
function complete(tool, answers) {
  const asked = visibleFields(tool, all, answers, {});
  const missing = findMissing(asked)?.field;
  return missing ? complete(tool, { ...answers, [missing.param]: missing.control.options[0].value }) : asked;
}

for (const tool of toolIds.filter((id) => id !== "upscale" && id !== "empty-room"))
  test(`${tool}: whatever is chosen is a request that the service takes`, () => {
    const seen = new Set();
    for (const asked of everyChoice(tool)) {
      assert.equal(findMissing(asked), undefined);
      const request = { ...file, ...buildParams(tool, asked, tool === "edit" ? mask : undefined) };
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
  test(`${tool}${answers.action ? `, ${answers.action}` : ""}: ${missing.join(" and ")} begin without an answer, and a preset answers them`, () => {
    const open = visibleFields(tool, all, answers, {});
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
      assert.equal(findMissing(visibleFields(tool, all, answers, { [tool]: preset(fixed) })), undefined, String(fixed));
  });

test("no preference is an answer where the service has one, and is sent as the service spells it", () => {
  const asked = visibleFields("interior", all, { style: "no-style", type: "no-type" }, {});
  assert.equal(findMissing(asked), undefined);
  const params = buildParams("interior", asked);
  assert.deepEqual(params, { style: "no-style", type: "no-type", creativity: "balanced" });
  assert.deepEqual(validateRequest({ ...file, ...params }), []);
});

test("what a page fixed stays, and a stale answer falls back", () => {
  const preset = { interior: { style: { value: "japanese-zen", fixed: true }, creativity: "creative" } };
  const asked = visibleFields("interior", all, { style: "rustic", type: "no-such-type" }, preset);
  assert.deepEqual(buildParams("interior", asked), { style: "japanese-zen", creativity: "creative" });
  assert.equal(asked.find(({ field }) => field.param === "style").fixed, true);
});

test("every option that is shown with a picture has one", () => {
  const shown = toolIds.flatMap((tool) => [...everyForm(tool)].flatMap(({ asked }) => asked));
  const pictured = shown.map(({ field }) => field.control).filter((control) => control.thumbnail);
  for (const { thumbnail: kind, options } of pictured)
    for (const { value } of options.filter(({ value }) => !isNoPreference(value))) assert.ok(thumbnail(kind, value), value);
  assert.ok(pictured.length >= 10);
});

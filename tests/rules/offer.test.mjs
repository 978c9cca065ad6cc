// hide-forbidden: which tools and options a studio still offers.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import init, { catalog } from "reroom";
import { changesOf, checkRules, listMarkets } from "reroom/rules";
import { limitOffer } from "../../dist/element/studio/lazy/offer.js";
import { buildParams, createFieldsOf, visibleFields } from "../../dist/studio/form.js";
import { toolIds, tools } from "../../dist/studio/tools.js";
import { createRule, marketOf } from "./support.mjs";

let fieldsOf;
before(async () => {
  await init();
  fieldsOf = createFieldsOf(catalog);
});

const isForbidden = (market) => (params) => checkRules(params, market).verdict === "forbidden";
const offer = (market, { preset = {}, offered = toolIds } = {}) =>
  limitOffer(
    { tools: offered, preset },
    { fieldsOf, buildParams },
    {
      describe: (params) => JSON.stringify(changesOf(params)),
      isForbidden: isForbidden(market),
    },
  );
/** The fields of a tool that a user sees, with their values. */
const shown = ({ preset }, tool, values = {}) =>
  visibleFields(fieldsOf(tool, preset[tool]), values, preset[tool]).filter(({ fixed }) => !fixed);
const valuesOf = (fields, param) =>
  fields.find(({ field }) => field.param === param)?.field.control.options.map(({ value }) => value);

/** A reproducible random number generator. */
function random(seed) {
  return (below) => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

/** A random request of a tool, with the values that it was made from. */
function draw(tool, next) {
  const values = {};
  for (const { param, control, when } of fieldsOf(tool)) {
    if (!when(values)) continue;
    const options = (control.options ?? []).map(({ value }) => value);
    if (control.optional) options.push("");
    const others = { level: ["0.7", "0.9"], text: ["", "a red door"], urls: ["https://a.b/c.jpg"] };
    const from = options.length > 0 ? options : others[control.kind];
    // Mostly few changes, because those are allowed more often.
    const neutral = from.filter((value) => value === "" || value.startsWith("no-"));
    values[param] = neutral.length > 0 && next(4) > 0 ? neutral[0] : from[next(from.length)];
  }
  return { values, params: tools[tool].params(values) };
}

describe("hidden options", () => {
  test("never occur in a request that the market does not forbid", () => {
    const next = random(7);
    let allowed = 0;
    for (const { id } of listMarkets()) {
      const limited = offer(id);
      for (const tool of toolIds)
        for (let count = 0; count < 40; count++) {
          const { values, params } = draw(tool, next);
          if (isForbidden(id)(params)) continue;
          allowed++;
          assert.ok(limited.tools.includes(tool), `${tool} in ${id}: ${JSON.stringify(values)}`);
          const left = visibleFields(fieldsOf(tool, limited.preset[tool]), values, limited.preset[tool]);
          for (const { field, value } of left)
            assert.equal(value, values[field.param] ?? value, `${field.param} in ${id}`);
        }
    }
    assert.ok(allowed > 3000, String(allowed));
  });

  test("are the materials and styles that CRMLS forbids", () => {
    const limited = offer("us-ca-crmls");
    assert.deepEqual(limited.tools, toolIds);
    const materials = valuesOf(shown(limited, "edit", { action: "material" }), "material");
    assert.deepEqual(materials.sort(), ["fabrics", "leather"]);
    const exterior = shown(limited, "exterior").map(({ field }) => field.param);
    assert.ok(exterior.includes("daylight") && exterior.includes("sky"), String(exterior));
    for (const param of ["style", "type", "landscape", "architectural_material"])
      assert.ok(!exterior.includes(param), `${param} is still shown`);
  });

  test("are the people that RMLS forbids, but not the animals", () => {
    const names = (market, field) => {
      const edit = { action: "object", field, category: field === "interior" ? "creature" : "street_creature" };
      const fields = shown(offer(market), "edit", edit);
      return valuesOf(fields, "category").includes(edit.category) ? valuesOf(fields, "name") : undefined;
    };
    assert.deepEqual(names("us-or-rmls", "interior"), ["dog", "cat"]);
    assert.deepEqual(names("us-or-rmls", "exterior"), ["dog", "cat", "bird"]);
    for (const field of ["interior", "exterior"])
      assert.equal(names("us-oh-mlsnow", field), undefined, "a category without options is hidden");
  });

  test("are none in a market that forbids nothing", () => {
    assert.deepEqual(offer("us-ca"), { tools: toolIds, preset: Object.fromEntries(toolIds.map((tool) => [tool, {}])) });
  });

  test("include a tool of which every request is forbidden", () => {
    const market = marketOf(createRule({ changes: { resolution: { verdict: "forbidden" } } }));
    assert.deepEqual(
      offer(market).tools,
      toolIds.filter((tool) => tool !== "upscale"),
    );
    const preset = { interior: { creativity: { value: "balanced", fixed: true } } };
    assert.ok(!offer("us-ca-crmls", { preset }).tools.includes("interior"), "with the values that the page fixed");
  });

  test("add to what the page itself excludes, and leave what it fixed", () => {
    const preset = {
      edit: { action: { value: "material", fixed: true }, material: { value: "oak", exclude: ["leather"] } },
      sketch: { view: "elevation" },
    };
    const limited = offer("us-ca-crmls", { preset });
    assert.deepEqual(valuesOf(shown(limited, "edit"), "material"), undefined, "only one is left");
    assert.deepEqual(limited.preset.edit.action, preset.edit.action);
    assert.deepEqual(limited.preset.sketch, preset.sketch);
    assert.deepEqual(offer("us-ca-crmls", { offered: ["sketch"] }).tools, ["sketch"]);
  });

  test("are found for each market in less time than a click needs", () => {
    const start = process.cpuUsage().user;
    for (const { id } of listMarkets()) offer(id);
    const each = (process.cpuUsage().user - start) / 1000 / listMarkets().length;
    assert.ok(each < 300, `${each} ms`);
  });
});

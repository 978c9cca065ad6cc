// changesOf(): what each option of the service changes, in the terms of the rules.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import init, { catalog } from "reroom";
import { changesOf } from "reroom/rules";
import { dusk, emptied, floor, placed, removed, restyled, staged, upscaled } from "./support.mjs";

const values = (options) => options.map(({ value }) => value);
const certain = (...renders) =>
  changesOf(renders)
    .filter((change) => change.certain)
    .map(({ kind }) => kind)
    .sort();
const possible = (...renders) => changesOf(renders).map(({ kind }) => kind);

let options;
before(async () => {
  await init();
  options = catalog();
});

/** Every value of every option in a request, with what it certainly changes. An empty list: it depends on the photo. */
function* requests() {
  const { interior, exterior, shared, staging, edit, sketch } = options;
  const plain = (field, more) => ({ creativity: "precise", field, ...more });
  const redecorated = ["addFurniture", "finishes", "fixtures", "removeFurniture", "wallColor"];
  const outdoors = {
    "house-exterior": ["exterior"],
    "outdoor-pool-area": ["exterior", "landscape", "stageExterior"],
    "outdoor-patio": ["exterior", "landscape", "stageExterior"],
    "outdoor-garden": ["landscape", "stageExterior"],
  };
  for (const type of values(interior.type)) yield [plain("interior", { type }), outdoors[type] ?? redecorated];
  for (const style of values(interior.style)) yield [plain("interior", { style }), redecorated];
  for (const color of values(interior.color)) yield [plain("interior", { color }), ["wallColor"]];
  for (const key of ["type", "style"])
    for (const value of values(exterior[key])) yield [plain("exterior", { [key]: value }), ["exterior"]];
  for (const sky of values(exterior.sky)) yield [plain("exterior", { sky }), ["sky"]];
  for (const landscape of values(exterior.landscape))
    yield [plain("exterior", { landscape }), ["landscape", "surroundings"]];
  for (const field of ["interior", "exterior"]) {
    for (const daylight of values(shared.daylight)) yield [plain(field, { daylight }), ["daylight"]];
    for (const season of values(shared.season)) yield [plain(field, { season }), ["season"]];
    for (const architectural_material of values(shared.architectural_material))
      yield [plain(field, { architectural_material }), field === "exterior" ? ["exterior", "finishes"] : ["finishes"]];
    for (const creativity of values(shared.creativity)) {
      const usual = field === "exterior" ? ["exterior"] : redecorated;
      yield [{ creativity, field }, creativity === "creative" ? [...usual, "structure"].sort() : usual];
    }
  }
  for (const type of values(staging.type)) yield [{ ...staged, type }, ["addFurniture"]];
  for (const style of values(staging.style)) yield [{ ...staged, style }, ["addFurniture"]];
  for (const view of values(sketch.view)) yield [{ tool: "sketch", view }, ["rendering"]];
  const materials = {
    leather: [],
    fabrics: [],
    paint: ["finishes", "wallColor"],
    wallpaper: ["finishes", "wallColor"],
  };
  for (const material of values(edit.material)) {
    yield [{ ...floor, material }, materials[material] ?? ["finishes"]];
    yield [{ ...floor, material, field: "exterior" }, ["exterior", "finishes"]];
  }
  for (const [field, categories] of Object.entries(edit.objects))
    for (const [category, names] of Object.entries(categories))
      for (const name of values(names)) yield [placed(category, name, field), objectChanges(category, name, field)];
}

function objectChanges(category, name, field) {
  const own = {
    "kitchen-island": ["addFurniture", "fixtures"],
    "potted-plant": ["addFurniture"],
    "a-picnic-table": ["addFurniture"],
    "a-urban-tree": ["landscape", "surroundings"],
    ...Object.fromEntries(["dog", "cat", "bird"].map((animal) => [animal, ["addAnimals"]])),
    ...Object.fromEntries(["car", "scooter", "bicycle"].map((vehicle) => [vehicle, ["addVehicles"]])),
  };
  const usual = {
    furniture: ["addFurniture"],
    decoration: ["addFurniture"],
    creature: ["addPeople"],
    street_landscape: ["landscape"],
    street_furniture: ["surroundings"],
    street_creature: ["addPeople"],
  };
  const changes = own[name] ?? usual[category];
  return [...changes, ...(field === "exterior" ? ["stageExterior"] : [])].sort();
}

describe("the changes of a render", () => {
  test("are known for every value of every option in the catalog", () => {
    const covered = new Set();
    for (const [params, kinds] of requests()) {
      assert.deepEqual(certain(params), kinds, JSON.stringify(params));
      assert.ok(possible(params).length > 0, JSON.stringify(params));
      for (const value of JSON.stringify(params).match(/[^":{}[\],]+/g)) covered.add(value);
    }
    const all = JSON.stringify(options).match(/(?<="value":")[^"]+/g);
    assert.deepEqual(
      all.filter((value) => !covered.has(value)),
      [],
      "no option is left out",
    );
  });

  test("are those of every tool and action", () => {
    assert.deepEqual(certain(emptied), ["removeClutter", "removeFurniture"]);
    assert.deepEqual(certain(upscaled), ["resolution"]);
    assert.deepEqual(
      certain({ tool: "virtual-staging", action: "reference", reference_file_urls: ["https://a.b/c"] }),
      ["addFurniture"],
    );
    assert.deepEqual(certain(removed), []);
    for (const kind of ["removeFurniture", "hideDefects", "removeSurroundings", "fixtures"])
      assert.ok(possible(removed).includes(kind), kind);
    assert.ok(!possible(removed).includes("addPeople"));
  });

  test("are all possible after a prompt, and for an unknown render", () => {
    const all = possible({ tool: "unheard-of" });
    assert.ok(all.length > 18, String(all.length));
    assert.deepEqual(possible({}), all);
    assert.deepEqual(possible(), all);
    assert.deepEqual(possible({ tool: "edit", action: "prompt", prompt: "x", mask: "" }), all);
    assert.deepEqual(possible(placed("furniture", undefined)), ["addFurniture"]);
    assert.deepEqual(possible({ tool: "edit", action: "object", mask: "" }), all);
    assert.deepEqual(certain({}), []);
  });

  test("of several renders add up, and furniture in a room that is emptied again does not count", () => {
    assert.deepEqual(certain(emptied, staged), ["addFurniture", "removeClutter", "removeFurniture"]);
    assert.deepEqual(certain(staged, emptied), ["removeClutter", "removeFurniture"]);
    assert.deepEqual(certain(dusk, restyled).includes("daylight"), true);
  });

  test("are also read from the service's record and the detail of an event", () => {
    const record = { _id: "1", status: "completed", outputs: [], creativity: "precise", color: "airy-neutrals" };
    assert.deepEqual(certain(record), ["wallColor"]);
    assert.deepEqual(certain({ render: record, params: staged }), ["addFurniture"]);
  });
});

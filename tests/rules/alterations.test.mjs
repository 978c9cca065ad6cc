// describeAlterations(): a true statement for every tool and option, in every language.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import init, { catalog } from "reroom";
import { describeAlterations, loadTexts } from "reroom/element";

const languages = ["en", "de", "fr", "es"];
const staged = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
const emptied = { tool: "empty-room" };
const precise = { creativity: "precise" };
const restyled = { ...precise, type: "bedroom", style: "rustic" };
const text = (...renders) => describeAlterations(renders).text;
const values = (options) => options.map(({ value }) => value);

let options;
before(async () => {
  await init();
  options = catalog();
});

/** Every kind of request, with the change that each value of its options makes. */
function* requests() {
  const { interior, exterior, shared, staging, edit, sketch } = options;
  for (const [key, kind] of [
    ["daylight", "timeOfDay"],
    ["season", "season"],
    ["architectural_material", "buildingMaterial"],
  ])
    for (const value of values(shared[key]))
      for (const field of ["interior", "exterior"]) yield [{ ...precise, field, [key]: value }, [kind]];
  for (const value of values(interior.color)) yield [{ ...precise, color: value }, ["colors"]];
  for (const [key, kind] of [
    ["sky", "sky"],
    ["landscape", "surroundings"],
  ])
    for (const value of values(exterior[key])) yield [{ ...precise, field: "exterior", [key]: value }, [kind]];
  for (const [field, of] of Object.entries({ interior, exterior }))
    for (const key of ["type", "style"])
      for (const value of values(of[key])) yield [{ ...precise, field, [key]: value }, [field]];
  for (const creativity of values(shared.creativity))
    for (const field of ["interior", "exterior"])
      yield [{ creativity, field }, creativity === "creative" ? [field, "architecture"] : [field]];
  for (const type of values(staging.type))
    for (const style of values(staging.style)) yield [{ ...staged, type, style }, ["staged"]];
  yield [{ tool: "virtual-staging", action: "reference", reference_file_urls: ["https://a.b/c.jpg"] }, ["staged"]];
  yield [emptied, ["emptied"]];
  yield [{ tool: "upscale" }, ["enlarged"]];
  const drawings = { floorplan: "fromFloorplan", section: "fromSection", elevation: "fromElevation" };
  for (const view of values(sketch.view)) yield [{ tool: "sketch", view }, [drawings[view] ?? "fromDrawing"]];
  yield [{ tool: "edit", action: "remove", mask: "" }, ["objectsRemoved"]];
  yield [{ tool: "edit", action: "prompt", prompt: "a bench", mask: "" }, ["partChanged"]];
  for (const material of values(edit.material))
    yield [{ tool: "edit", action: "material", material, mask: "" }, ["surfaceMaterial"]];
  const added = {
    furniture: "furnitureAdded",
    decoration: "decorAdded",
    creature: "peopleAdded",
    street_landscape: "landscapingAdded",
    street_furniture: "streetFurnitureAdded",
    street_creature: "peopleAdded",
  };
  const animals = ["dog", "cat", "bird"];
  const vehicles = ["car", "scooter", "bicycle"];
  for (const [field, categories] of Object.entries(edit.objects))
    for (const [category, names] of Object.entries(categories))
      for (const name of values(names)) {
        const kind = animals.includes(name)
          ? "animalsAdded"
          : vehicles.includes(name)
            ? "vehiclesAdded"
            : added[category];
        yield [{ tool: "edit", action: "object", field, object: { category, name }, mask: "" }, [kind]];
      }
}

/** The values that change nothing by themselves. */
const unset = /^no-(type|style)$/;

describe("the disclosure", () => {
  test("names the change that each value of each option of the catalog makes", () => {
    const covered = new Set();
    for (const [params, kinds] of requests()) {
      const { alterations } = describeAlterations(params);
      const neutral = Object.values(params).some((value) => unset.test(value));
      assert.deepEqual(alterations, neutral ? [params.field] : kinds, JSON.stringify(params));
      for (const value of JSON.stringify(params).match(/[^":{}[\],]+/g)) covered.add(value);
    }
    const all = JSON.stringify(options).match(/(?<="value":")[^"]+/g);
    assert.deepEqual(
      all.filter((value) => !covered.has(value)),
      [],
      "no option is left out",
    );
  });

  test("has words for every change in every language", async () => {
    const texts = await Promise.all(languages.map(loadTexts));
    for (const [params] of requests()) {
      const sentences = texts.map((texts) => describeAlterations(params, { texts }).text);
      for (const sentence of sentences) assert.match(sentence, /^\p{Lu}[^{}]+$/u, JSON.stringify(params));
      assert.equal(new Set(sentences).size, languages.length, sentences.join(" | "));
    }
  });

  test("does not claim more than was done", () => {
    assert.equal(text(staged), "Virtually staged");
    assert.equal(text({ ...precise, field: "exterior", daylight: "sunset" }), "Digitally altered: time of day");
    const none = { ...precise, field: "exterior", style: "no-style", type: "no-type", sky: "clear" };
    assert.equal(text(none), "Digitally altered: sky");
  });

  test("does not claim less than was done", () => {
    assert.equal(
      text({ ...precise, field: "exterior", style: "intricate-tudor", daylight: "sunset" }),
      "Digitally altered: building exterior, time of day",
    );
    assert.equal(
      text({ ...precise, creativity_level: 1, daylight: "night" }),
      "Digitally altered: furniture, decor, surfaces, time of day",
    );
    assert.equal(
      text({ creativity: "creative", field: "exterior", prompt: "a red door" }),
      "Digitally altered: building exterior, architectural details, other details",
    );
  });

  test("covers all renders in a row, in the same words for any order", () => {
    const both = "Virtually staged. Digitally altered: furniture and belongings removed";
    assert.equal(text(emptied, staged), both);
    assert.equal(text(emptied, staged, { tool: "upscale" }), both, "an enlargement is not worth mentioning");
    assert.deepEqual(describeAlterations([staged, { tool: "upscale" }]).alterations, ["staged", "enlarged"]);
    const part = { tool: "edit", action: "remove", mask: "" };
    assert.equal(text(part, restyled), text(restyled, part));
    assert.equal(text(staged, staged), "Virtually staged");
  });

  test("does not mention virtual furniture that was removed again", () => {
    const lamp = { tool: "edit", action: "object", object: { category: "decoration", name: "lamp" }, mask: "" };
    assert.equal(text(staged, lamp, emptied), "Digitally altered: furniture and belongings removed");
  });

  test("reads the service's records as far as they show the tool", () => {
    const record = { _id: "1", status: "completed", outputs: [], source: "https://a.b/c.jpg", field: "interior" };
    assert.equal(text({ ...record, ...restyled, prompt: "" }), text(restyled));
    assert.equal(
      text({ ...record, tool: "edit", action: "prompt", prompt: "x" }),
      "Digitally altered: part of the photo",
    );
    assert.equal(text({ ...record, view: "floorplan" }), "Computer-generated from a floor plan");
    assert.equal(text({ ...record, reference_file_urls: ["https://a.b/c.jpg"] }), "Virtually staged");
    assert.equal(text(record), "Digitally altered");
    assert.equal(text({ render: record, params: staged }), "Virtually staged");
    assert.equal(text({ render: record }), "Digitally altered");
  });

  test("is only general if any render is unknown", () => {
    assert.equal(text(), "Digitally altered");
    assert.equal(text({ tool: "unheard-of" }), "Digitally altered");
    assert.equal(text(restyled, {}), "Digitally altered");
    assert.equal(text({}, { tool: "upscale" }), "Digitally altered");
    assert.equal(text(staged, {}), "Virtually staged. Digitally altered");
  });
});

// catalog(): every option of the service.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { catalog } from "reroom";
import { start } from "./support.mjs";

before(start);

/** The number of options of each kind in the service's document. */
const sizes = {
  "interior.type": 30,
  "interior.style": 28,
  "interior.color": 12,
  "exterior.type": 45,
  "exterior.style": 55,
  "exterior.sky": 5,
  "exterior.landscape": 10,
  "shared.architectural_material": 10,
  "shared.daylight": 4,
  "shared.season": 4,
  "shared.creativity": 3,
  "staging.type": 8,
  "staging.style": 8,
  "edit.material": 24,
  "edit.objects.interior.furniture": 8,
  "edit.objects.interior.decoration": 8,
  "edit.objects.interior.creature": 7,
  "edit.objects.exterior.street_landscape": 7,
  "edit.objects.exterior.street_furniture": 10,
  "edit.objects.exterior.street_creature": 8,
  "sketch.view": 4,
};

test("catalog has every option of the service with a label", () => {
  const all = catalog();
  for (const [path, size] of Object.entries(sizes)) {
    const options = path.split(".").reduce((inner, key) => inner[key], all);
    assert.equal(options.length, size, path);
    for (const { value, label } of options) assert.ok(value.length > 0 && label.length > 0, path);
  }
  assert.equal(all.interior.style[0].value, "no-style");
  assert.ok(all.interior.color.some(({ value }) => value === "ecletic-boho"));
});

test("a changed catalog does not affect the next one", () => {
  catalog().interior.style.length = 0;
  assert.equal(catalog().interior.style.length, sizes["interior.style"]);
});

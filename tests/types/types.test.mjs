// The public types accept and reject the examples in this folder, and match the package's own values.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import init, { catalog } from "reroom";
import { readRules } from "../../scripts/rules/read.mjs";
import { check, checkFiles } from "./tsc.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

before(() => init());

test("every valid example compiles and every invalid one is an error", () => {
  assert.deepEqual(check(here("tsconfig.json")), []);
});

test("every @ts-expect-error directive hides an error on a separate line", () => {
  const invalid = readFileSync(here("invalid-requests.ts"), "utf8");
  const directives = invalid.match(/^\/\/ @ts-expect-error .+$/gm);
  const problems = checkFiles("invalid-requests", {
    "invalid-requests.ts": invalid.replaceAll("@ts-expect-error", "invalid:"),
  });
  const lines = new Set(
    problems.map((problem) => /^\S*invalid-requests\.ts\((\d+),/.exec(problem)?.[1]).filter(Boolean),
  );
  assert.ok(directives.length > 60, "enough directives were found");
  assert.equal(lines.size, directives.length);
});

test("the union types match the values in the catalog", () => {
  const { interior, exterior, shared, staging, edit, sketch } = catalog();
  const { furniture, decoration, creature } = edit.objects.interior;
  const { street_landscape, street_furniture, street_creature } = edit.objects.exterior;
  const lists = {
    InteriorType: interior.type,
    InteriorStyle: interior.style,
    InteriorColor: interior.color,
    ExteriorType: exterior.type,
    ExteriorStyle: exterior.style,
    Sky: exterior.sky,
    Landscape: exterior.landscape,
    ArchitecturalMaterial: shared.architectural_material,
    Daylight: shared.daylight,
    Season: shared.season,
    Creativity: shared.creativity,
    StagingType: staging.type,
    StagingStyle: staging.style,
    SketchView: sketch.view,
    EditMaterial: edit.material,
    Furniture: furniture,
    Decoration: decoration,
    Creature: creature,
    StreetLandscape: street_landscape,
    StreetFurniture: street_furniture,
    StreetCreature: street_creature,
  };
  const count = (tree) => (Array.isArray(tree) ? 1 : Object.values(tree).reduce((sum, part) => sum + count(part), 0));
  assert.equal(count(catalog()), Object.keys(lists).length, "every list in the catalog is compared");
  const checks = Object.entries(lists).map(([name, options]) => {
    assert.ok(options.length > 2, name);
    return `same<reroom.${name}, ${options.map(({ value }) => JSON.stringify(value)).join(" | ")}>(true);`;
  });
  const source = `import type * as reroom from "reroom";
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
declare function same<A, B>(equal: Equal<A, B>): void;
${checks.join("\n")}
`;
  assert.deepEqual(checkFiles("catalog", { "catalog.ts": source }), []);
});

test("the sandbox can be passed to the client as its fetch", () => {
  const source = `import { ReRoom } from "reroom";
import { createSandbox, type Sandbox, type SandboxOptions } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
const options: SandboxOptions = { apiKey: "key", credits: 10, seed: 1, speeds: { queuedMs: 0, renderingMs: 0 } };
const sandbox: Sandbox = await createSandbox(options);
export const client = new ReRoom({ apiKey: "key", fetch: sandbox });
export const listener = createSandboxListener(sandbox);
// @ts-expect-error an unknown option
void createSandbox({ key: "key" });
`;
  assert.deepEqual(checkFiles("sandbox", { "sandbox.ts": source }, { types: ["node"] }), []);
});

test("the declarations compile without newer standard libraries", () => {
  const source = `export { default, ReRoom, catalog } from "reroom";`;
  const older = {
    lib: ["es2022", "dom"],
    module: "esnext",
    moduleResolution: "bundler",
    exactOptionalPropertyTypes: false,
  };
  assert.deepEqual(checkFiles("older", { "older.ts": source }, { ...older, skipLibCheck: true }), []);
});

test("the data of every rule matches its type", () => {
  const rules = readRules().map(({ rule: { $schema: _, ...rule } }) => rule);
  const declare = (list) => `import type { Rule } from "reroom/rules";
export const rules: Rule[] = ${JSON.stringify(list)};
`;
  assert.deepEqual(checkFiles("rules", { "rules.ts": declare(rules) }), []);
  const [first] = rules;
  assert.notDeepEqual(checkFiles("rules", { "rules.ts": declare([{ ...first, force: "law" }]) }), []);
});

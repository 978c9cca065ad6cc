// The public types, held against the files beside this one and against the values that the package knows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import init, { catalog } from "reroom";
import { check, checkFiles } from "./tsc.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

before(() => init());

test("every example compiles and every refusal is one", () => {
  assert.deepEqual(check(here("tsconfig.json")), []);
});

test("without its directives, each refusal is an error of its own", () => {
  const refusals = readFileSync(here("refusals.ts"), "utf8");
  const directives = refusals.match(/^\/\/ @ts-expect-error .+$/gm);
  const problems = checkFiles("refusals", { "refusals.ts": refusals.replaceAll("@ts-expect-error", "refused:") });
  const lines = new Set(problems.map((problem) => /^\S*refusals\.ts\((\d+),/.exec(problem)?.[1]).filter(Boolean));
  assert.ok(directives.length > 60, "the refusals are there");
  assert.equal(lines.size, directives.length);
});

test("the unions are the catalog's values", () => {
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
  assert.equal(count(catalog()), Object.keys(lists).length, "no list of the catalog is left out here");
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

test("the sandbox is a fetch for the client", () => {
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

test("declarations stand alone, also for compilers that know no newer library", () => {
  const source = `export { default, ReRoom, catalog } from "reroom";`;
  const older = {
    lib: ["es2022", "dom"],
    module: "esnext",
    moduleResolution: "bundler",
    exactOptionalPropertyTypes: false,
  };
  assert.deepEqual(checkFiles("older", { "older.ts": source }, { ...older, skipLibCheck: true }), []);
});

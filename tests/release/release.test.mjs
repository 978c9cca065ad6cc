// What must be true of every commit so that it could be released; `npm run release:check` does the rest.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { allLicenceProblems, licenceProblems } from "../../scripts/release/licences.mjs";
import { versionProblems, versions } from "../../scripts/release/versions.mjs";
import { run } from "../../scripts/run.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");

test("the version is the same wherever it is written", () => {
  assert.deepEqual(versionProblems(), []);
  assert.ok(Object.keys(versions()).length >= 7);
});

test("everything is under a licence that is allowed", () => {
  assert.deepEqual(allLicenceProblems(), []);
  const odd = [{ name: "a", licence: "GPL-3.0-only" }, { name: "b" }, { name: "c", licence: "MIT/Apache-2.0" }];
  assert.deepEqual(licenceProblems(odd, ["MIT"]), ["a is under GPL-3.0-only", "b is under no licence"]);
});

test("the npm package is public, says where it comes from, and is published with its provenance", () => {
  const { publishConfig, repository, license, files, exports } = JSON.parse(read("package.json"));
  assert.deepEqual(publishConfig, { access: "public", provenance: true });
  assert.match(repository.url, /^git\+https:.*\.git$/);
  assert.equal(license, "MIT OR Apache-2.0");
  assert.ok(files.includes("openapi.yaml") && exports["./openapi.yaml"] === "./openapi.yaml");
});

test("the crate has its sources, the JavaScript that they import, its papers, and nothing else", () => {
  const listed = run("cargo", ["package", "--list", "-p", "reroom", "--allow-dirty", "--offline"], { quiet: true });
  const files = listed.trim().split("\n");
  const papers = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "Cargo.toml"];
  for (const path of papers) assert.ok(files.includes(path), path);
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((p) =>
    p.endsWith(".rs"),
  );
  const imported = sources.flatMap((path) =>
    [...read(`src/${path}`).matchAll(/module = "\/([^"]+)"/g)].map(([, module]) => module),
  );
  assert.ok(imported.length > 0);
  for (const path of imported) assert.ok(files.includes(path), `${path} is imported and not in the crate`);
  const made = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
  const strangers = files.filter(
    (path) => ![...papers, ...made, ...imported].includes(path) && !path.startsWith("src/"),
  );
  assert.deepEqual(strangers, []);
});

test("the workflows run what the project runs, with the least rights and actions of a fixed major version", () => {
  const { scripts } = JSON.parse(read("package.json"));
  for (const name of readdirSync(join(root, ".github", "workflows"))) {
    const text = read(`.github/workflows/${name}`);
    const workflow = parse(text);
    assert.deepEqual(workflow.permissions, { contents: "read" }, name);
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    for (const { uses } of steps.filter((step) => step.uses)) assert.match(uses, /^[\w-]+\/[\w-]+@v\d+$/, name);
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) assert.ok(script in scripts, `${name}: ${script}`);
  }
});

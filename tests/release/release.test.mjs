// What must be true of every commit so that it could be released; `npm run release:check` does the rest.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { allLicenseProblems, licenseProblems } from "../../scripts/release/licenses.mjs";
import { versionProblems, versions } from "../../scripts/release/versions.mjs";
import { run } from "../../scripts/run.mjs";
import { everySuite } from "../../scripts/test.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");

test("the version is the same wherever it is written", () => {
  assert.deepEqual(versionProblems(), []);
  assert.ok(Object.keys(versions()).length >= 7);
});

test("everything is under a license that is allowed", () => {
  assert.deepEqual(allLicenseProblems(), []);
  const odd = [{ name: "a", license: "GPL-3.0-only" }, { name: "b" }, { name: "c", license: "MIT/Apache-2.0" }];
  assert.deepEqual(licenseProblems(odd, ["MIT"]), ["a is under GPL-3.0-only", "b is under no license"]);
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

const workflow = (name) => parse(read(`.github/workflows/${name}.yml`));
const setupAction = ".github/actions/setup/action.yml";

test("the workflows run existing scripts, with the least rights and with actions pinned by commit", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const files = readdirSync(join(root, ".github", "workflows")).map((name) => `.github/workflows/${name}`);
  for (const path of files) assert.deepEqual(parse(read(path)).permissions, { contents: "read" }, path);
  for (const path of [...files, setupAction]) {
    const text = read(path);
    for (const [, used] of text.matchAll(/uses: (.+)/g))
      assert.match(used, /^(?:[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/[\w./-]+)$/, path);
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) assert.ok(script in scripts, `${path}: ${script}`);
  }
});

test("the jobs of a check run in parallel, and every suite in exactly one of them", () => {
  const { jobs } = workflow("check");
  const inMatrix = jobs.test.strategy.matrix.include.flatMap(({ suites }) => suites.split(" "));
  const named = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ run = "" }) => /^npm test -- ([\w- ]+)$/.exec(run)?.[1].split(" ") ?? []);
  assert.deepEqual([...inMatrix, ...named].toSorted(), everySuite.toSorted());
  for (const [name, { needs }] of Object.entries(jobs)) assert.ok([undefined, "build"].includes(needs), name);
  assert.ok(Object.values(jobs).some(({ steps }) => steps.some(({ run }) => run === "npm run lint")));
});

test("what publishes runs after every check, with what was built before, and with none of this repository's code", () => {
  const { jobs } = workflow("release");
  assert.equal(jobs.check.uses, "./.github/workflows/check.yml");
  assert.equal(jobs.package.needs, "check");
  assert.equal(jobs.package.permissions, undefined);
  const publishing = Object.entries(jobs).filter(([, { permissions }]) => permissions);
  assert.deepEqual(publishing.map(([name]) => name).toSorted(), ["crates-io", "npm"]);
  for (const [name, { needs, environment, permissions, steps }] of publishing) {
    assert.deepEqual([needs, environment, permissions], ["package", "release", { "id-token": "write" }], name);
    const text = JSON.stringify(steps);
    for (const foreign of ["checkout", "./.github", "npm ci", "npm install", "npm run", "cache"])
      assert.ok(!text.replace('"package-manager-cache":false', "").includes(foreign), `${name}: ${foreign}`);
  }
  assert.match(JSON.stringify(jobs.npm.steps), /npm publish \.\/reroom-\*\.tgz --provenance/);
  assert.match(JSON.stringify(jobs["crates-io"].steps), /cargo publish --no-verify/);
});

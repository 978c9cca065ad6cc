// The list of tools that set-up needs, and what a run does without some of them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { affectedSuites, describePlan, explainMissing } from "../../scripts/setup/plan.mjs";
import { commands, tools } from "../../scripts/setup/tools.mjs";
import { reasonIn } from "../../scripts/run.mjs";
import { describeSkipped, everySuite } from "../../scripts/test.mjs";

const module = (name) => JSON.stringify(new URL(`../../scripts/setup/${name}.mjs`, import.meta.url).href);
const isWindows = process.platform === "win32" && "the program is a shell script";
const named = (name) => tools.find((tool) => tool.name === name);

test("every tool names suites that exist, how to find it, what it costs and how to install it", () => {
  for (const tool of tools) {
    const { name, suites = [], partly = [], advice, cost } = tool;
    const listed = [...(Array.isArray(suites) ? suites : []), ...partly];
    assert.deepEqual(
      listed.filter((suite) => ![...everySuite, ...commands].includes(suite)),
      [],
      name,
    );
    assert.ok(suites.length + partly.length > 0, `${name} is for no suite`);
    assert.ok(tool.find ?? tool.programs ?? tool.cargo ?? tool.python, `${name} cannot be found`);
    assert.ok(advice ?? (cost && (tool.install ?? tool.cargo ?? tool.debian ?? tool.python)), name);
  }
});

test("a tool is found by its variable, on PATH, or not at all", (t) => {
  const home = mkdtempSync(join(tmpdir(), "reroom-tools-"));
  t.after(() => rmSync(home, { recursive: true }));
  const find = (name, env) => {
    const script = `const [{ findTool }, { tools }] = await Promise.all([import(${module("find")}), import(${module("tools")})]);
      console.log(JSON.stringify(findTool(tools.find(({ name }) => name === ${JSON.stringify(name)})) ?? null));`;
    const options = { env: { REROOM_TOOLS: home, ...env }, encoding: "utf8" };
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], options);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  };
  const server = { variables: { REDIS_SERVER: "/opt/redis" } };
  assert.deepEqual(find("Redis", { PATH: home, REDIS_SERVER: "/opt/redis" }), server);
  assert.equal(find("Redis", { PATH: home }), null);
  for (const name of ["wasm-pack", "Chromium", "geckodriver", "Schemathesis"])
    assert.equal(find(name, { PATH: home }), null, name);
  const curl = join(home, "curl");
  writeFileSync(curl, "#!/bin/sh\n", { mode: 0o755 });
  assert.deepEqual(find("curl", { PATH: `/nowhere${delimiter}${home}` }), { variables: { CURL: curl } });
});

test("the list names each missing tool, its cost, its command and the suites that need it", () => {
  const suites = ["native", "gateway", "contract"];
  const text = describePlan([named("wasm-pack"), named("Schemathesis")], suites, false);
  assert.match(text, /REROOM_INSTALL=0/);
  assert.match(
    text,
    /wasm-pack: 20 MB, .*`cargo install wasm-pack --version 0.15.1 --locked`\n {4}for gateway, contract\n/,
  );
  assert.match(text, /Schemathesis: 60 MB, .*\n {4}for some tests of contract$/);
  assert.match(
    describePlan([named("wasm-pack")], suites, true),
    /^these tools are missing, and REROOM_INSTALL=0 forbids/,
  );
});

test("a missing tool skips the suites that cannot run without it, by name, and limits the others", () => {
  const missing = new Map(
    [named("Redis"), named("curl"), named("Schemathesis")].map((tool) => [tool, explainMissing(tool)]),
  );
  const { skipped, limited } = affectedSuites(["native", "gateway", "contract"], missing);
  assert.deepEqual(Object.keys(skipped), ["gateway"]);
  assert.match(skipped.gateway, /^Redis is missing\. .* name it in REDIS_SERVER\.$/);
  assert.deepEqual(limited, { contract: "curl and Schemathesis" });
  assert.deepEqual(describeSkipped(["native", "gateway"], skipped), [
    `gateway: skipped: ${skipped.gateway}`,
    "1 of 2 suites skipped: gateway",
  ]);
  assert.deepEqual(describeSkipped(["native"], {}), []);
});

test("a tool that could not be installed is explained by the reason", () => {
  const reason = "`apt-get install redis-tools` failed";
  assert.equal(explainMissing(named("Redis"), reason), `Redis could not be installed: ${reason}.`);
});

test("a crate is built without its lock file if the registry lacks a version in it", { skip: isWindows }, (t) => {
  const home = mkdtempSync(join(tmpdir(), "reroom-tools-"));
  t.after(() => rmSync(home, { recursive: true }));
  const log = join(home, "log");
  const cargo = `#!/bin/sh\necho "$@" >> ${log}\ncase "$*" in *--locked*) exit 1 ;; esac\n`;
  writeFileSync(join(home, "cargo"), cargo, { mode: 0o755 });
  const script = `await (await import(${module("cargo-tools")})).installCargoTool({ crate: "wasm-pack", version: "1.2.3" });`;
  const options = { env: { PATH: home, REROOM_TOOLS: home }, encoding: "utf8" };
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], options);
  assert.equal(status, 0, stderr);
  const args = `install wasm-pack --version 1.2.3 --root ${join(home, "wasm-pack-1.2.3")} --quiet`;
  assert.equal(readFileSync(log, "utf8"), `${args} --locked\n${args}\n`);
});

for (const [program, stderr, reason] of [
  [
    "cargo",
    "error: linker `cc` not found\n  |\n  = note: No such file\n\nerror: failed to compile `wasm-pack v0.15.1`, intermediate artifacts\n",
    "linker `cc` not found",
  ],
  [
    "npm",
    "npm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request to the registry failed\nnpm error A complete log of this run can be found in: /x.log\n",
    "network request to the registry failed",
  ],
  ["apt-get", "E: Unable to locate package rustc-web\n", "Unable to locate package rustc-web"],
  ["a program without an error line", "starting\nit did not work.\n", "it did not work"],
])
  test(`the reason why ${program} failed is its first error, not its last line`, () => {
    assert.equal(reasonIn(stderr), reason);
  });

test(
  "a crate is built with only the programs that are needed, and with optimized dependencies",
  { skip: isWindows },
  (t) => {
    const home = mkdtempSync(join(tmpdir(), "reroom-tools-"));
    t.after(() => rmSync(home, { recursive: true }));
    const log = join(home, "log");
    writeFileSync(join(home, "cargo"), `#!/bin/sh\necho "$@" >> ${log}\n`, { mode: 0o755 });
    const tool = { crate: "a", version: "1.2.3", binaries: ["b"], defaultFeatures: false, optimize: ["c"] };
    const script = `await (await import(${module("cargo-tools")})).installCargoTool(${JSON.stringify(tool)});`;
    const options = { env: { PATH: home, REROOM_TOOLS: home }, encoding: "utf8" };
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], options);
    assert.equal(status, 0, stderr);
    assert.match(
      readFileSync(log, "utf8"),
      / --bin b --no-default-features --config profile\.release\.package\.c\.opt-level=1 --locked\n$/,
    );
  },
);

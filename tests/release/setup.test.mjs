// Where set-up puts the tools that it built, so that a command that a person types finds them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  existsSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";

const module = new URL("../../scripts/setup/links.mjs", import.meta.url).href;
const version = "0.2.130";
const names = ["wasm-pack", "wasm-bindgen", "wasm-bindgen-test-runner", "geckodriver"];
const skip = process.platform === "win32" && "there are copies in place of links";

function program(path) {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
}

/** A machine with the tools in set-up's cache, and what a run of set-up says there. */
function machine(t) {
  const home = mkdtempSync(join(tmpdir(), "reroom-setup-"));
  t.after(() => rmSync(home, { recursive: true }));
  const tools = join(home, "tools");
  const folders = { "wasm-pack": "wasm-pack-1", geckodriver: "geckodriver-1" };
  const folderOf = (name) => join(tools, folders[name] ?? `wasm-bindgen-cli-${version}`, "bin");
  for (const name of names) program(join(folderOf(name), name));
  const programs = join(home, "cargo", "bin");
  mkdirSync(programs, { recursive: true });
  const found = {
    path: [folderOf("wasm-pack"), folderOf("wasm-bindgen")],
    browsers: { GECKODRIVER: join(folderOf("geckodriver"), "geckodriver") },
  };
  const offer = (path = [programs, "/usr/bin", "/bin"]) => {
    const env = {
      HOME: home,
      PATH: path.join(delimiter),
      CARGO_HOME: join(home, "cargo"),
      REROOM_TOOLS: tools,
      WASM_PACK_CACHE: join(home, "wasm-pack"),
    };
    const script = `import(${JSON.stringify(module)}).then(({ linkTools }) =>
      linkTools(${JSON.stringify(found)}, "${version}", console.log))`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const inCache = (name) => join(home, "wasm-pack", `wasm-bindgen-cargo-install-${version}`, name);
  return { home, programs, folderOf, offer, inCache };
}

test("tools that nobody else brought are linked into cargo's folder, once", { skip }, (t) => {
  const { programs, folderOf, offer, inCache } = machine(t);
  assert.equal(offer(), `linked ${names.join(", ")} into ${programs}\n`);
  for (const name of names) assert.equal(readlinkSync(join(programs, name)), join(folderOf(name), name));
  for (const name of names.slice(1, 3)) assert.equal(readlinkSync(inCache(name)), join(folderOf(name), name));
  assert.equal(offer(), "", "a second run does nothing");
});

test("a user's own tools stay, and wasm-pack finds the right wasm-bindgen in its cache", { skip }, (t) => {
  const { home, programs, offer, inCache } = machine(t);
  const own = join(home, "own");
  for (const name of names) program(join(own, name));
  assert.equal(offer([own, programs, "/usr/bin", "/bin"]), "");
  for (const name of names) assert.ok(!existsSync(join(programs, name)));
  assert.ok(existsSync(inCache("wasm-bindgen-test-runner")));
});

test("a link to an earlier version is replaced, and one of somebody else's is not", { skip }, (t) => {
  const { home, programs, folderOf, offer } = machine(t);
  const earlier = join(home, "tools", "wasm-bindgen-cli-0.2.1", "bin", "wasm-bindgen");
  program(earlier);
  symlinkSync(earlier, join(programs, "wasm-bindgen"));
  program(join(home, "elsewhere", "wasm-pack"));
  symlinkSync(join(home, "elsewhere", "wasm-pack"), join(programs, "wasm-pack"));
  offer();
  assert.equal(readlinkSync(join(programs, "wasm-bindgen")), join(folderOf("wasm-bindgen"), "wasm-bindgen"));
  assert.equal(readlinkSync(join(programs, "wasm-pack")), join(home, "elsewhere", "wasm-pack"));
});

test("nothing is linked where cargo's folder is not on PATH", { skip }, (t) => {
  const { programs, offer } = machine(t);
  assert.equal(offer(["/usr/bin", "/bin"]), "");
  for (const name of names) assert.ok(!existsSync(join(programs, name)));
});

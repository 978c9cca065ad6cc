// Which Rust set-up chooses, with a rustup that only pretends.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { rustVersion } from "../../scripts/setup/versions.mjs";

const module = new URL("../../scripts/setup/toolchain.mjs", import.meta.url).href;
const skip = process.platform === "win32" && "the programs are shell scripts";
const pinned = rustVersion();

const rustc = `#!/bin/sh
read -r chosen 2>/dev/null < "$STATE/override"
folder="$STATE/toolchains/\${RUSTUP_TOOLCHAIN:-\${chosen:-${pinned}}}"
[ -d "$folder" ] || exit 1
[ "$1" = --print ] && echo "$folder" && exit
read -r version < "$folder/version"
echo "rustc $version (abc 2026-01-01)"
`;
const rustup = `#!/bin/sh
echo "$@" >> "$STATE/log"
case "$1 $2" in
  "toolchain list") for folder in "$STATE"/toolchains/*; do echo "\${folder##*/} (default)"; done ;;
  "toolchain install") [ -e "$STATE/network" ] && : > "$STATE/toolchains/${pinned}/lib/rustlib/src/rust/library/Cargo.lock" ;;
  "override set") echo "$3" > "$STATE/override" ;;
  "--version ") echo rustup ;;
  *) exit 1 ;;
esac
`;

/** A machine with these toolchains: version and whether it has the sources, by name. */
function machine(t, toolchains, { network = false, programs = { rustc, rustup } } = {}) {
  const state = mkdtempSync(join(tmpdir(), "reroom-rust-"));
  t.after(() => rmSync(state, { recursive: true }));
  for (const [name, text] of Object.entries(programs)) {
    mkdirSync(join(state, "bin"), { recursive: true });
    writeFileSync(join(state, "bin", name), text, { mode: 0o755 });
  }
  for (const [name, { version, sources = true }] of Object.entries(toolchains)) {
    const folder = join(state, "toolchains", name);
    const library = join(folder, "lib", "rustlib", "wasm32-unknown-unknown", "lib");
    const source = join(folder, "lib", "rustlib", "src", "rust", "library");
    for (const each of [library, source]) mkdirSync(each, { recursive: true });
    writeFileSync(join(folder, "version"), `${version}\n`);
    writeFileSync(join(library, "libstd-1.rlib"), "");
    if (sources) writeFileSync(join(source, "Cargo.lock"), "");
  }
  if (network) writeFileSync(join(state, "network"), "");
  const script = `const rust = await import(${JSON.stringify(module)});
    const before = Boolean(rust.findToolchain());
    const error = before ? undefined : await rust.ensureToolchain().catch(({ message }) => message);
    console.log(JSON.stringify({ before, error, after: Boolean(rust.findToolchain()), other: rust.otherRust(),
      nightly: Boolean(rust.findNightly()) }));`;
  // No other program is on PATH: set-up must not find the machine's own package manager.
  const env = { PATH: join(state, "bin"), STATE: state };
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    env,
    encoding: "utf8",
  });
  assert.notEqual(stdout, "", stderr);
  return { ...JSON.parse(stdout), log: readFileSync(join(state, "log"), { encoding: "utf8", flag: "a+" }) };
}

test("the pinned Rust with its target and sources is used as it is", { skip }, (t) => {
  const { before, other, log } = machine(t, { [pinned]: { version: pinned } });
  assert.deepEqual([before, other, log], [true, undefined, ""]);
});

test("a part that the pinned Rust lacks is installed by rustup", { skip }, (t) => {
  const { before, error, after, log } = machine(
    t,
    { [pinned]: { version: pinned, sources: false } },
    { network: true },
  );
  assert.deepEqual([before, error, after], [false, undefined, true]);
  assert.match(log, /^toolchain install --no-self-update$/m, "rustup itself stays as it is");
});

test("without network, an installed Rust of the pinned version is used, which makes the same bytes", { skip }, (t) => {
  const toolchains = { nightly: { version: "1.99.0-nightly" }, stable: { version: pinned } };
  const { error, after, other, log } = machine(t, toolchains);
  assert.deepEqual([error, after, other], [undefined, true, undefined]);
  assert.match(log, /^override set stable --path /m);
});

test("without network or another way, set-up fails with what to run", { skip }, (t) => {
  const { error, after } = machine(t, { stable: { version: "1.60.0" } });
  assert.equal(error, "rustup cannot fetch it. Run `rustup toolchain install` in this folder to see why");
  assert.equal(after, false);
});

test("an installed Rust of the pinned version without its sources is not used", { skip }, (t) => {
  const { error } = machine(t, { stable: { version: pinned, sources: false } });
  assert.match(error, /^rustup cannot fetch it/);
});

test("without rustup, a Rust without its sources fails with what to install", { skip }, (t) => {
  const { error } = machine(t, { [pinned]: { version: pinned, sources: false } }, { programs: { rustc } });
  assert.equal(
    error,
    "your Rust has no wasm32-unknown-unknown target, or no sources of its standard library. Install rustup",
  );
});

test("looking for a nightly Rust installs none", { skip }, (t) => {
  // A rustup that may download installs the toolchain that a command names.
  const cargo = '#!/bin/sh\n[ "$RUSTUP_AUTO_INSTALL" = 0 ] || echo cargo 1.99.0-nightly\n';
  const { nightly } = machine(t, { [pinned]: { version: pinned } }, { programs: { rustc, rustup, cargo } });
  assert.equal(nightly, false);
});

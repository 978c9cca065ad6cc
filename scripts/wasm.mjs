// Builds the wasm files with wasm-pack, or without it if it is not installed.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root, runAsync, tryRun, wasmEnvironment } from "./run.mjs";
import { withFlags, withSmallCode, withoutPaths } from "./rust-flags.mjs";
import { isStale } from "./stale.mjs";
import { withStandardLibrary } from "./standard-library.mjs";

const target = "wasm32-unknown-unknown";

/** The maximum memory of the HEIC decoder: what a photo of 64 megapixels in one piece needs. */
const HEIC_MEMORY = 384 * 1024 * 1024;

/** The HEIC decoder's crate. */
function heicCrate(environment) {
  const env = inOwnTarget(withoutPaths(environment), "heic");
  const flags = ["-Ctarget-feature=+simd128", `-Clink-arg=--max-memory=${HEIC_MEMORY}`];
  return { folder: "wasm/heic", name: "heic", out: "pkg/heic", ...withStandardLibrary(withFlags(env, flags)) };
}

/** The other crates of `wasm`, with cargo's arguments and environment. */
function crates(environment) {
  const env = withoutPaths(environment);
  return [
    { folder: "wasm/client", name: "reroom", out: "pkg", ...withStandardLibrary(withSmallCode(env, 10)) },
    {
      folder: "wasm/imaging",
      name: "imaging",
      // Not in pkg: wasm-pack optimizes every wasm file in a folder.
      out: "pkg/imaging",
      ...withStandardLibrary(withFlags(withSmallCode(inOwnTarget(env, "imaging"), 25), ["-Ctarget-feature=+simd128"])),
    },
    // Link-time optimization would not make the sandbox smaller.
    {
      folder: "wasm/sandbox",
      name: "sandbox",
      out: "pkg/sandbox",
      args: [],
      env: { ...inOwnTarget(env, "sandbox"), CARGO_PROFILE_RELEASE_LTO: "off" },
    },
  ];
}

/**
 * An environment with a target folder for one crate. With `--remap-path-prefix`, cargo's file names do not depend on the compiler flags. In one
 * folder, the crates would replace each other's standard library and client, and every build would compile both again.
 */
function inOwnTarget(env, name) {
  return { ...env, CARGO_TARGET_DIR: join(env.CARGO_TARGET_DIR ?? join(root, "target"), name) };
}

/** Builds imaging with some of its cargo features into a folder. */
export async function packImaging(features, out) {
  const crate = crates(wasmEnvironment()).find(({ name }) => name === "imaging");
  const args = [...crate.args, "--no-default-features", `--features=${features}`];
  await packWithoutWasmPack({ ...crate, args, out });
}

/** Compiles the crates. wasm-pack then finds them compiled. Needs only Rust, so it can run while set-up builds wasm-pack. */
export async function compile(environment) {
  await finishAll(crates(environment).map(compileCrate));
}

function compileCrate({ folder, args, env }) {
  const common = ["build", "--lib", "--release", "--quiet", "--target", target];
  return runAsync("cargo", [...common, ...args], { env, cwd: join(root, folder) });
}

/** Builds the crates into pkg, concurrently: those of the site, the HEIC decoder, or both. */
export async function pack({ site = true, heic = true }) {
  const environment = wasmEnvironment();
  const wanted = [...(site ? crates(environment) : []), ...(heic ? [heicCrate(environment)] : [])];
  const hasWasmPack = tryRun("wasm-pack", ["--version"], { env: environment }) !== undefined;
  await finishAll(wanted.map(hasWasmPack ? packCrate : packWithoutWasmPack));
}

/** Waits for all builds, even if one fails: the others still write their files. */
async function finishAll(builds) {
  const results = await Promise.allSettled(builds);
  const failed = results.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

function packCrate({ folder, name, out, args, env }) {
  const common = ["build", "--release", "--target", "web", "--no-pack", "--mode", "no-install"];
  const names = ["--out-dir", join(root, out), "--out-name", name, folder];
  return runAsync("wasm-pack", [...common, ...names, ...args], { env });
}

/** Takes the same steps as wasm-pack, which `npm start` does not wait for: building it takes a minute. */
async function packWithoutWasmPack(crate) {
  await compileCrate(crate);
  const { folder, name, out, env } = crate;
  const release = join(env.CARGO_TARGET_DIR ?? join(root, "target"), target, "release");
  const compiled = join(release, `${basename(folder)}_wasm.wasm`);
  const options = ["--target", "web", "--typescript", "--omit-default-module-path"];
  await runAsync("wasm-bindgen", [compiled, "--out-dir", join(root, out), "--out-name", name, ...options], { env });
  const file = join(root, out, `${name}_bg.wasm`);
  await runAsync("wasm-opt", [file, "-o", file, ...(await optimizerFlags(folder, env))], { env });
}

/** The flags of wasm-opt in a crate's Cargo.toml. */
async function optimizerFlags(folder, env) {
  const args = ["metadata", "--no-deps", "--format-version", "1", "--manifest-path", join(root, folder, "Cargo.toml")];
  const { packages } = JSON.parse(await runAsync("cargo", args, { env }));
  const { metadata } = packages.find(({ name }) => name === `${basename(folder)}-wasm`);
  return metadata["wasm-pack"].profile.release["wasm-opt"];
}

/** What all wasm files depend on. */
const how = [
  ...["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"],
  ...[
    "build",
    "bundle",
    "declarations",
    "function-order",
    "glue",
    "rust-flags",
    "short-names",
    "standard-library",
    "wasm",
  ].map((name) => `scripts/${name}.mjs`),
];

const outputs = ["pkg/reroom_bg.wasm", "pkg/imaging_bg.wasm", "pkg/sandbox/sandbox_bg.wasm"];

/** Whether a wasm file is missing, or older than what it is built from. */
export function wasmIsStale() {
  // What Rust imports from JavaScript is a part of its build.
  const imported = readdirSync(join(root, "js/shims")).filter((name) => name.endsWith(".js"));
  return isStale(outputs, [
    ...["src", "imaging", "sandbox", "wasm/client", "wasm/imaging", "wasm/sandbox"],
    ...imported.map((name) => join("js/shims", name)),
    ...how,
  ]);
}

/** Whether the HEIC decoder is missing, or older than what it is built from. */
export function heicIsStale() {
  return isStale(["pkg/heic_bg.wasm", "pkg/heic_decode.js", "pkg/heic_worker.js"], ["heic", "wasm/heic", ...how]);
}

// Finds or installs the Rust of rust-toolchain.toml. Without network for rustup: an installed toolchain of the same version, or Debian's.
import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runAsync, tryRun } from "../run.mjs";
import { hasSources } from "../standard-library.mjs";
import { installDebian, onDebian } from "./debian.mjs";
import { log } from "./log.mjs";
import { findOnPath } from "./path.mjs";
import { rustVersion } from "./versions.mjs";

const target = "wasm32-unknown-unknown";
const debianToolchain = "debian-wasm";
const debianRustc = "/usr/bin/rustc";

/** An environment in which rustup downloads nothing by itself. */
const passive = (env = process.env) => ({ ...env, RUSTUP_AUTO_INSTALL: "0" });
const ask = (command, args) => tryRun(command, args, { env: passive() });

/** Finds a Rust that can build the wasm; returns what `findTool` does. */
export const findToolchain = () => (isComplete(process.env) ? {} : undefined);

/** Finds a nightly Rust. */
export const findNightly = () => (ask("cargo", ["+nightly", "--version"]) ? {} : undefined);

/** Installs it. */
export async function ensureToolchain() {
  if (!ask("rustup", ["--version"])) return installWithoutRustup();
  await installWithRustup();
  if (findToolchain()) return;
  const other = sameVersion();
  if (other) return useToolchain(other);
  if (!onDebian()) throw new Error("rustup cannot fetch it. Run `rustup toolchain install` in this folder to see why");
  log("rustup cannot fetch it; building Debian's Rust for wasm (about a minute)");
  // A machine without any toolchain has no cargo either.
  await prepareDebian(ask("cargo", ["--version"]) ? [] : ["cargo-web"]);
  await runAsync("rustup", ["toolchain", "link", debianToolchain, "/usr"]);
  await useToolchain(debianToolchain);
}

async function installWithoutRustup() {
  const isDebian = onDebian() && [undefined, debianRustc].includes(findOnPath("rustc"));
  if (!isDebian)
    throw new Error(`your Rust has no ${target} target, or no sources of its standard library. Install rustup`);
  log("rustup is missing; building Debian's Rust for wasm (about a minute)");
  await prepareDebian(["cargo-web"]);
}

/** The version that builds use instead of the pinned one; `undefined` if they use the pinned one. */
export function otherRust() {
  const version = ask("rustc", ["--version"])?.split(" ")[1];
  return version === rustVersion() ? undefined : version;
}

/** The variables that select the toolchains for wasm and for native builds. */
export function toolchainVariables() {
  const isDebian = ask("rustup", ["show", "active-toolchain"])?.startsWith(debianToolchain);
  return { variables: isDebian ? { RUSTUP_TOOLCHAIN: debianToolchain } : {}, native: nativeVariables() };
}

/** The variables that select the user's toolchain if this folder uses another one for wasm. */
export function nativeVariables() {
  const active = ask("rustup", ["show", "active-toolchain"]) ?? "";
  if (process.env.RUSTUP_TOOLCHAIN || !active.startsWith(debianToolchain)) return {};
  const usual = ask("rustup", ["default"])?.split(" ")[0];
  return usual ? { RUSTUP_TOOLCHAIN: usual } : {};
}

/** Installs what rust-toolchain.toml lists. Older versions of rustup need the second and third command. */
async function installWithRustup() {
  const commands = [
    ["toolchain", "install", "--no-self-update"],
    ["target", "add", target],
    ["component", "add", "rust-src"],
  ];
  for (const args of commands) {
    if (findToolchain()) return;
    await runAsync("rustup", args).catch(() => {});
  }
}

/** The name of an installed toolchain of the pinned version. It builds the same bytes. */
function sameVersion() {
  const names = (ask("rustup", ["toolchain", "list"]) ?? "").split("\n").map((line) => line.split(" ")[0]);
  return names.find((name) => {
    const env = { ...process.env, RUSTUP_TOOLCHAIN: name };
    const version = tryRun("rustc", ["--version"], { env })?.split(" ")[1];
    return version === rustVersion() && isComplete(env);
  });
}

/** Selects a toolchain for this folder: a bare `wasm-pack` uses it, too. */
async function useToolchain(name) {
  await runAsync("rustup", ["override", "set", name, "--path", root]);
}

const isComplete = (env) => hasTarget("rustc", env) && hasSources(passive(env));

function hasTarget(rustc, env = process.env) {
  const sysroot = tryRun(rustc, ["--print", "sysroot"], { env: passive(env) });
  const library = sysroot && join(sysroot, "lib", "rustlib", target, "lib");
  return Boolean(library) && existsSync(library) && readdirSync(library).some((name) => /^libstd[-.]/.test(name));
}

const hasLinker = () => tryRun("rust-lld", ["-flavor", "wasm", "--version"]) !== undefined;

async function prepareDebian(more) {
  await installDebian(["rustc-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", ...more]);
  // Debian's rust-lld is a link to the lld of one LLVM version, which none of these packages depends on.
  if (!hasLinker()) await installDebian([readlinkSync("/usr/bin/rust-lld")]);
  if (!hasTarget(debianRustc)) await buildStandardLibrary();
}

async function buildStandardLibrary() {
  const version = (await runAsync(debianRustc, ["--version"])).split(" ")[1];
  const sysroot = (await runAsync(debianRustc, ["--print", "sysroot"])).trim();
  const work = mkdtempSync(join(tmpdir(), "reroom-std-"));
  try {
    // A copy: cargo writes a lock file beside the manifest, and must not use Debian's vendor folder, which is partial.
    cpSync(`/usr/src/rustc-${version}/library`, work, { recursive: true });
    const env = {
      ...process.env,
      RUSTC: debianRustc,
      RUSTC_BOOTSTRAP: "1",
      RUSTFLAGS: "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes -Cdebuginfo=0",
      CARGO_TARGET_DIR: join(work, "target"),
    };
    const features = ["--features", "panic-unwind,compiler-builtins-mem"];
    const manifest = ["--manifest-path", "sysroot/Cargo.toml"];
    await runAsync("cargo", ["build", "--release", "--target", target, ...manifest, ...features], { env, cwd: work });
    const built = join(work, "target", target, "release", "deps");
    const library = join(sysroot, "lib", "rustlib", target, "lib");
    for (const name of readdirSync(built).filter((name) => name.endsWith(".rlib")))
      cpSync(join(built, name), join(library, name));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

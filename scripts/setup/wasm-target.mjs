// The wasm32 standard library: from rustup, or, where rustup can fetch nothing, built from Debian's packages.
import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, root, run } from "../run.mjs";
import { hasSources } from "../standard-library.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const target = "wasm32-unknown-unknown";
const debianToolchain = "debian-wasm";
const debianRustc = "/usr/bin/rustc";

/** Finds or makes a toolchain with the target; returns the variables that select it. */
export function ensureWasmTarget(say) {
  if (hasTarget("rustc")) return {};
  if (!ask("rustup", ["--version"]))
    throw new Error(
      `Rust has no ${target} standard library and there is no rustup to add it: install rustup, or your system's package for that target.`,
    );
  if (!debianIsReady()) {
    say(`adding the Rust target ${target}`);
    if (ask("rustup", ["target", "add", target]) !== undefined && hasTarget("rustc")) return {};
    if (!onDebian())
      throw new Error(`\`rustup target add ${target}\` failed: run it by hand to see why, then start again.`);
    say("rustup could not fetch it; building it from Debian's Rust sources (about a minute)");
    prepareDebian(say);
  }
  // So that a bare `wasm-pack` in this folder uses it, too.
  run("rustup", ["override", "set", debianToolchain, "--path", root], { quiet: true });
  return { RUSTUP_TOOLCHAIN: debianToolchain };
}

/** The variables that select the user's own toolchain for native builds, if this folder has another one for wasm. */
export function nativeVariables() {
  const active = ask("rustup", ["show", "active-toolchain"]) ?? "";
  if (process.env.RUSTUP_TOOLCHAIN || !active.startsWith(debianToolchain)) return {};
  const usual = ask("rustup", ["default"])?.split(" ")[0];
  return usual ? { RUSTUP_TOOLCHAIN: usual } : {};
}

/** Adds the sources of the standard library, which make the client smaller; it can be built without. */
export function ensureStandardLibrarySources(variables, say) {
  const env = { ...process.env, ...variables };
  if (hasSources(env) || !ask("rustup", ["--version"])) return;
  say("adding the sources of Rust's standard library (rust-src)");
  if (ask("rustup", ["component", "add", "rust-src"], { env }) === undefined || !hasSources(env))
    say("rustup could not fetch them; the client will be about 5 % larger");
}

function hasTarget(rustc) {
  const sysroot = ask(rustc, ["--print", "sysroot"]);
  const library = sysroot && join(sysroot, "lib", "rustlib", target, "lib");
  return Boolean(library) && existsSync(library) && readdirSync(library).some((name) => /^libstd[-.]/.test(name));
}

const linkerIsThere = () => ask("rust-lld", ["-flavor", "wasm", "--version"]) !== undefined;
const isLinked = () => Boolean(ask("rustup", ["toolchain", "list"])?.includes(debianToolchain));
const debianIsReady = () => isLinked() && hasTarget(debianRustc) && linkerIsThere();

function prepareDebian(say) {
  installDebian(["rustc-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy"], say);
  // Debian's rust-lld is a link to the lld of one LLVM version, which no package of the above depends on.
  if (!linkerIsThere()) installDebian([readlinkSync("/usr/bin/rust-lld")], say);
  if (!hasTarget(debianRustc)) buildStandardLibrary();
  run("rustup", ["toolchain", "link", debianToolchain, "/usr"], { quiet: true });
}

function buildStandardLibrary() {
  const version = run(debianRustc, ["--version"], { quiet: true }).split(" ")[1];
  const sysroot = run(debianRustc, ["--print", "sysroot"], { quiet: true }).trim();
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
    run("cargo", ["build", "--release", "--target", target, ...manifest, ...features], { env, cwd: work, quiet: true });
    const built = join(work, "target", target, "release", "deps");
    const library = join(sysroot, "lib", "rustlib", target, "lib");
    for (const name of readdirSync(built).filter((name) => name.endsWith(".rlib")))
      cpSync(join(built, name), join(library, name));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

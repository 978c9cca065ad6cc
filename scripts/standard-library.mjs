// Rust's standard library for the client: built with it from source, for size, and without the texts of panics, which
// nobody sees in a page. That takes 5 % off what travels. Cargo still calls it unstable, so where this toolchain does not
// know it, or the sources are not there, the client gets the library that came with Rust.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./run.mjs";
import { withFlags } from "./rust-flags.mjs";

const options = ["build-std", "build-std-features", "panic-immediate-abort"];
const args = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size", "-Zpanic-immediate-abort"];
// The first is what lets a stable toolchain take the others.
const variables = { RUSTC_BOOTSTRAP: "1", CARGO_PROFILE_RELEASE_PANIC: "immediate-abort" };
// Nor does anybody see where it was.
const flags = ["-Zlocation-detail=none"];

/** Whether the toolchain of an environment has the library's sources. */
export function hasSources(env) {
  const sysroot = ask("rustc", ["--print", "sysroot"], { env });
  return Boolean(sysroot) && existsSync(join(sysroot, "lib/rustlib/src/rust/library/Cargo.lock"));
}

/** What cargo is given to build the library: `{ args, env }`, or nothing of it where that cannot be done. */
export function fromSource(env) {
  const known = ask("cargo", ["-Z", "help"], { env: { ...env, ...variables } }) ?? "";
  const can = hasSources(env) && options.every((option) => known.includes(`-Z ${option} `));
  return can ? { args, env: withFlags({ ...env, ...variables }, flags) } : { args: [], env };
}

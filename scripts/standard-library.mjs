// Rust's standard library for the client: built from source with it, for size and without the texts of panics, which nobody sees in a
// page. That saves 5 % of the client's brotli. Cargo still calls the options unstable.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tryRun } from "./run.mjs";
import { withFlags } from "./rust-flags.mjs";

const args = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size", "-Zpanic-immediate-abort"];
// The first lets a stable toolchain take unstable options.
const variables = { RUSTC_BOOTSTRAP: "1", CARGO_PROFILE_RELEASE_PANIC: "immediate-abort" };
const flags = ["-Zlocation-detail=none"];

/** Whether the toolchain of an environment has the library's sources. */
export function hasSources(env) {
  const sysroot = tryRun("rustc", ["--print", "sysroot"], { env });
  return Boolean(sysroot) && existsSync(join(sysroot, "lib/rustlib/src/rust/library/Cargo.lock"));
}

/** What cargo is given to build the library: `{ args, env }`. */
export const fromSource = (env) => ({ args, env: withFlags({ ...env, ...variables }, flags) });

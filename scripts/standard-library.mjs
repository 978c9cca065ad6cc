// Builds Rust's standard library with the client, for size and without panic messages, which are never shown. This saves 5 % of the
// client's brotli size. Cargo calls these options unstable.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tryRun } from "./run.mjs";
import { withFlags } from "./rust-flags.mjs";

const args = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size", "-Zpanic-immediate-abort"];
// RUSTC_BOOTSTRAP allows unstable options on a stable toolchain.
const variables = { RUSTC_BOOTSTRAP: "1", CARGO_PROFILE_RELEASE_PANIC: "immediate-abort" };
const flags = ["-Zlocation-detail=none"];

/** Whether the toolchain of an environment has the library's sources. */
export function hasSources(env) {
  const sysroot = tryRun("rustc", ["--print", "sysroot"], { env });
  return Boolean(sysroot) && existsSync(join(sysroot, "lib/rustlib/src/rust/library/Cargo.lock"));
}

/** The arguments and the environment with which cargo builds the library. */
export const withStandardLibrary = (env) => ({ args, env: withFlags({ ...env, ...variables }, flags) });

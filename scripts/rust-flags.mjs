// Compiler flags for reproducible and small builds.
import { homedir } from "node:os";
import { join } from "node:path";
import { root, tryRun } from "./run.mjs";

const separator = "\x1f"; // cargo's own: a path may have spaces

/**
 * LLVM options that compress better than "z" alone: small functions are inlined, and similar loops and loads stay similar. They save
 * 2 KB of brotli, and masks encode up to 10 % faster.
 */
const small = ["-inline-threshold=25", "-disable-lsr", "-enable-pre=false"].map((flag) => `-Cllvm-args=${flag}`);

/** An environment for small builds. */
export const withSmallCode = (env) => withFlags(env, small);

/**
 * An environment with short names for these folders. Panic messages contain the paths of source files, and some of those are in the home
 * folder of whoever builds.
 */
export function withoutPaths(env) {
  const cargoHome = env.CARGO_HOME ?? join(homedir(), ".cargo");
  const folders = { [root]: ".", [join(cargoHome, "registry", "src")]: "registry" };
  const sysroot = tryRun("rustc", ["--print", "sysroot"], { env });
  if (sysroot) folders[sysroot] = "rust";
  return withFlags(
    env,
    Object.entries(folders).map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
  );
}

/** An environment with more compiler flags. */
export function withFlags(env, flags) {
  const given = env.CARGO_ENCODED_RUSTFLAGS?.split(separator) ?? env.RUSTFLAGS?.split(" ") ?? [];
  return { ...env, CARGO_ENCODED_RUSTFLAGS: [...given, ...flags].filter(Boolean).join(separator) };
}

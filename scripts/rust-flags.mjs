// Compiler flags for reproducible and small builds.
import { homedir } from "node:os";
import { join } from "node:path";
import { root, tryRun } from "./run.mjs";

const separator = "\x1f"; // cargo's own: a path may have spaces

/**
 * An environment with LLVM options that compress better than "z" alone: small functions are inlined, up to a threshold, and similar
 * loops and loads stay similar. Where speed counts, a threshold of 25 is 30 % faster than 10. Long loops are not unrolled, which saves
 * 1 % of imaging and no time.
 */
export function withSmallCode(env, inlineThreshold) {
  const unrolling = ["-unroll-runtime=false", "-unroll-threshold=20", "-unroll-full-max-count=4"];
  const options = [`-inline-threshold=${inlineThreshold}`, "-disable-lsr", "-enable-pre=false", ...unrolling];
  return withFlags(
    env,
    options.map((option) => `-Cllvm-args=${option}`),
  );
}

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

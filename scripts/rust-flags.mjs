// Flags for the compiler: what keeps this machine out of what is published, and what makes the client small.
import { homedir } from "node:os";
import { join } from "node:path";
import { ask, root } from "./run.mjs";

const separator = "\x1f"; // cargo's own: a path may have spaces

/**
 * What makes for less to travel than "z" alone: small functions are inlined after all, and loops and loads that are the same
 * stay as they are written, which is more like other code. 2 KB of brotli, and masks are encoded up to a tenth faster.
 */
const small = ["-inline-threshold=25", "-disable-lsr", "-enable-pre=false"].map((flag) => `-Cllvm-args=${flag}`);

/** An environment whose builds are small, where this toolchain's LLVM still knows how. */
export function withSmallCode(env) {
  const known = ask("rustc", [...small, "--print", "sysroot"], { env }) !== undefined;
  return known ? withFlags(env, small) : env;
}

/**
 * An environment whose builds call these folders by short names: panics say in which file they are, and of a dependency or
 * the standard library that is a path below somebody's home.
 */
export function withoutPaths(env) {
  const cargoHome = env.CARGO_HOME ?? join(homedir(), ".cargo");
  const folders = { [root]: ".", [join(cargoHome, "registry", "src")]: "registry" };
  const sysroot = ask("rustc", ["--print", "sysroot"], { env });
  if (sysroot) folders[sysroot] = "rust";
  return withFlags(
    env,
    Object.entries(folders).map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
  );
}

/** An environment whose builds have more flags. */
export function withFlags(env, flags) {
  const given = env.CARGO_ENCODED_RUSTFLAGS?.split(separator) ?? env.RUSTFLAGS?.split(" ") ?? [];
  return { ...env, CARGO_ENCODED_RUSTFLAGS: [...given, ...flags].filter(Boolean).join(separator) };
}

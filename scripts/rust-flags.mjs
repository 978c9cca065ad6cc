// Flags for the compiler that keep this machine out of what is published: panics say in which file they are, and of a
// dependency or the standard library that is a path below somebody's home.
import { homedir } from "node:os";
import { join } from "node:path";
import { ask, root } from "./run.mjs";

const separator = "\x1f"; // cargo's own: a path may have spaces

/** An environment whose builds call these folders by short names. */
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

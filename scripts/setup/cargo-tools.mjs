// Programs that cargo installs, kept in a cache of their own so that a user's own versions stay as they are.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ask, run } from "../run.mjs";
import { nativeVariables } from "./wasm-target.mjs";

/** Where set-up keeps tools of its own. */
export const cache =
  process.env.REROOM_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "reroom");
/** What a program's file ends with. */
export const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * Looks for a program on PATH, then in the cache, then installs it there. Returns the folder to add to PATH, or
 * `undefined` where PATH has it already.
 */
export function ensureCargoTool({ crate, binary, version, locked }, say) {
  if (ask(binary, ["--version"], { env: process.env })?.split(" ")[1] === version) return undefined;
  const folder = join(cache, `${crate}-${version}`);
  const bin = join(folder, "bin");
  if (existsSync(join(bin, binary + suffix))) return bin;
  say(`building ${crate} ${version} (cargo install, about two minutes)`);
  try {
    const args = ["install", crate, "--version", version, "--root", folder, ...(locked ? ["--locked"] : [])];
    run("cargo", args, { env: { ...process.env, ...nativeVariables() }, quiet: true });
  } catch (error) {
    throw new Error(`${crate} ${version} could not be built: ${error.message}`, { cause: error });
  }
  return bin;
}

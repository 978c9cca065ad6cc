// The tools that set-up built, where a command finds them that a person types without our scripts, such as `wasm-pack test`.
import { copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ask } from "../run.mjs";
import { cache, suffix } from "./cargo-tools.mjs";

const bindgen = ["wasm-bindgen", "wasm-bindgen-test-runner"];

/**
 * Links the built tools into cargo's folder of programs, unless the user has other ones of these names. A wasm-bindgen of
 * another version is left as it is: wasm-pack then finds ours in its own cache.
 */
export function offerByName({ path, browsers = {} }, version, say) {
  const folders = [...path, ...(browsers.GECKODRIVER ? [dirname(browsers.GECKODRIVER)] : [])];
  const built = folders.filter((folder) => folder.startsWith(cache));
  const linked = ["wasm-pack", ...bindgen, "geckodriver"].filter((name) => offer(name, built));
  if (linked.length > 0) say(`linked ${linked.join(", ")} into ${programs()}`);
  const folder = built.find((folder) => folder.includes(`wasm-bindgen-cli-${version}`));
  if (folder)
    for (const name of bindgen) link(join(folder, name + suffix), join(wasmPackCache(version), name + suffix));
}

/** Links a tool that was built, and says whether it was not there before. */
function offer(name, built) {
  const folder = built.find((folder) => existsSync(join(folder, name + suffix)));
  if (!folder || !programs() || (isOnPath(name) && !isOurs(name))) return false;
  return link(join(folder, name + suffix), join(programs(), name + suffix));
}

/** Cargo's own folder of programs, if it is on PATH. */
function programs() {
  const folder = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  return process.env.PATH.split(delimiter).includes(folder) ? folder : undefined;
}

const isOnPath = (name) => ask(process.platform === "win32" ? "where" : "which", [name], { env: process.env });

/** Whether the program in cargo's folder is a link of an earlier set-up. */
function isOurs(name) {
  const path = join(programs(), name + suffix);
  return target(path)?.startsWith(cache) ?? false;
}

/** Where a link leads; `undefined` if this is none. */
const target = (path) =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;

/** Makes a link, or a copy on Windows, where links need a right of their own. Says whether there was something to do. */
function link(from, to) {
  if (target(to) === from || (!target(to) && existsSync(to))) return false;
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { force: true });
  if (process.platform === "win32") copyFileSync(from, to);
  else symlinkSync(from, to);
  return true;
}

/** Where wasm-pack keeps a wasm-bindgen that it has built itself, and looks before it builds one. */
function wasmPackCache(version) {
  const folders = {
    darwin: join(homedir(), "Library", "Caches"),
    win32: process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"),
  };
  const usual = folders[process.platform] ?? process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(process.env.WASM_PACK_CACHE ?? join(usual, ".wasm-pack"), `wasm-bindgen-cargo-install-${version}`);
}

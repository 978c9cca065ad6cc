// Links the tools that set-up built, for commands without our scripts, such as `wasm-pack test`.
import { copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cache } from "./cargo-tools.mjs";
import { findOnPath, suffix } from "./path.mjs";

const bindgen = ["wasm-bindgen", "wasm-bindgen-test-runner"];

/**
 * Links the built tools into cargo's folder of programs, unless the user has other programs of these names. A wasm-bindgen of
 * another version stays: wasm-pack then finds ours in its own cache.
 */
export function linkTools({ path, browsers = {} }, version, log) {
  const folders = [...path, ...(browsers.GECKODRIVER ? [dirname(browsers.GECKODRIVER)] : [])];
  const built = folders.filter((folder) => folder.startsWith(cache));
  const linked = ["wasm-pack", ...bindgen, "geckodriver"].filter((name) => linkTool(name, built));
  if (linked.length > 0) log(`linked ${linked.join(", ")} into ${programs()}`);
  const folder = built.find((folder) => folder.includes(`wasm-bindgen-cli-${version}`));
  if (folder)
    for (const name of bindgen) link(join(folder, name + suffix), join(wasmPackCache(version), name + suffix));
}

/** Links a tool that was built; returns whether the link is new. */
function linkTool(name, built) {
  const folder = built.find((folder) => existsSync(join(folder, name + suffix)));
  if (!folder || !programs() || (findOnPath(name) && !isOurs(name))) return false;
  return link(join(folder, name + suffix), join(programs(), name + suffix));
}

/** Cargo's own folder of programs, if it is on PATH. */
function programs() {
  const folder = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  return process.env.PATH.split(delimiter).includes(folder) ? folder : undefined;
}

/** Whether the program in cargo's folder is a link from an earlier set-up. */
function isOurs(name) {
  const path = join(programs(), name + suffix);
  return target(path)?.startsWith(cache) ?? false;
}

/** The target of a link; `undefined` for other files. */
const target = (path) =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;

/** Creates a link, or a copy on Windows, where links need a permission. Returns whether anything changed. */
function link(from, to) {
  if (target(to) === from || (!target(to) && existsSync(to))) return false;
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { force: true });
  if (process.platform === "win32") copyFileSync(from, to);
  else symlinkSync(from, to);
  return true;
}

/** Where wasm-pack looks for a wasm-bindgen that it built itself. */
function wasmPackCache(version) {
  const folders = {
    darwin: join(homedir(), "Library", "Caches"),
    win32: process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"),
  };
  const usual = folders[process.platform] ?? process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(process.env.WASM_PACK_CACHE ?? join(usual, ".wasm-pack"), `wasm-bindgen-cargo-install-${version}`);
}

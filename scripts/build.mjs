// Builds all that the package contains: the client's wasm, the sandbox's wasm, and the JavaScript around them.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, run, wasmEnvironment } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

const wasmPack = ["build", "--release", "--target", "web", "--no-pack", "--mode", "no-install"];

/** Builds everything. */
export function build() {
  const env = wasmEnvironment();
  console.log("build: the client (wasm-pack)");
  run("wasm-pack", [...wasmPack, "--out-dir", "pkg", "--out-name", "reroom", "."], { env, quiet: true });
  console.log("build: the sandbox (wasm-pack)");
  run("wasm-pack", [...wasmPack, "--out-dir", "../pkg/sandbox", "--out-name", "sandbox", "sandbox"], {
    env,
    quiet: true,
  });
  // What wasm-pack leaves beside its output would keep it out of the npm package and hide that it is ES modules.
  for (const folder of ["pkg", "pkg/sandbox"])
    for (const name of [".gitignore", "package.json"]) rmSync(join(root, folder, name), { force: true });
  console.log("build: TypeScript");
  run("tsc", ["-p", "js/tsconfig.json"]);
}

/** Builds unless everything that was built is newer than everything it was built from. */
export function buildIfStale() {
  const outputs = [
    "pkg/reroom_bg.wasm",
    "pkg/sandbox/sandbox_bg.wasm",
    "dist/client/index.js",
    "dist/sandbox/index.js",
  ];
  if (isStale(outputs, ["src", "sandbox", "js", "Cargo.toml", "Cargo.lock", "package.json"])) build();
}

/** Whether an output is missing, or older than an input; an input may be a folder. */
export function isStale(outputs, inputs) {
  const built = outputs.map((path) => join(root, path));
  const newestInput = Math.max(...inputs.map((path) => newest(join(root, path))));
  return !built.every(existsSync) || Math.min(...built.map((path) => statSync(path).mtimeMs)) < newestInput;
}

/** When a file, or anything in a folder, was changed last. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  build();
}

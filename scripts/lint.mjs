// Checks formatting, imports and types, and runs the linters; `--fix` repairs what it can.
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { nativeEnvironment, tee, wasmEnvironment } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

const clippy = ["clippy", "--quiet", "--workspace"];
const deny = ["--", "-D", "warnings"];

const checks = [
  ["Rust's format", "cargo", ["fmt", "--all", "--check"]],
  ["clippy, native", "cargo", [...clippy, "--all-targets", ...deny]],
  ["clippy, wasm32", "cargo", [...clippy, "--all-targets", "--target", "wasm32-unknown-unknown", ...deny], true],
  ["the format of everything else", "prettier", ["--check", "."]],
  ["eslint", "eslint", ["."]],
  ["imports", process.execPath, ["scripts/lint/imports.mjs"]],
  ["the package's types", "tsc", ["-p", "js/tsconfig.json", "--noEmit"]],
  ["the site's types", "tsc", ["-p", "www/tsconfig.json", "--noEmit"]],
];

/** Runs every check and resolves to the names of those that failed. */
export async function lint() {
  const failed = [];
  for (const [name, command, args, wasm] of checks) {
    console.log(`lint: ${name}`);
    const env = wasm ? wasmEnvironment() : nativeEnvironment();
    const { status } = await tee(command, args, { env });
    if (status !== 0) failed.push(name);
  }
  return failed;
}

async function fix() {
  await tee("cargo", ["fmt", "--all"]);
  await tee("prettier", ["--write", "."]);
  await tee("eslint", ["--fix", "."]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await buildIfStale();
  if (process.argv.includes("--fix")) await fix();
  const failed = await lint();
  if (failed.length > 0) console.error(`lint: failed: ${failed.join(", ")}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

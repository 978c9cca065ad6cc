// Running other programs: one place for the environment they need and for what a failure looks like.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Where set-up writes down what it found. */
export const environmentFile = join(root, ".setup", "environment.json");

/** What set-up found: `{ path: string[], variables: Record<string, string> }`. */
export function readEnvironment() {
  return existsSync(environmentFile) ? JSON.parse(readFileSync(environmentFile, "utf8")) : { path: [], variables: {} };
}

/** The environment for native builds: the tools that set-up found, and the toolchain the user has. */
export function nativeEnvironment() {
  const { path, native } = readEnvironment();
  const bin = join(root, "node_modules", ".bin");
  return { ...process.env, ...native, PATH: [...path, bin, process.env.PATH].join(delimiter) };
}

/** The environment for WebAssembly builds, whose toolchain may be another one than the native. */
export function wasmEnvironment() {
  return { ...nativeEnvironment(), ...readEnvironment().variables };
}

/** Runs a program to its end and throws one sentence when it fails. */
export function run(command, args, { env = nativeEnvironment(), cwd = root, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: quiet ? "pipe" : "inherit",
    maxBuffer: 1 << 28,
  });
  if (result.error || result.status !== 0) {
    const why = result.error?.message ?? result.stderr?.trim().split("\n").at(-1) ?? "";
    throw new Error(`\`${command} ${args.join(" ")}\` failed${why ? `: ${why}` : ""}`);
  }
  return result.stdout ?? "";
}

/** Runs a program, passing its output through, and resolves to `{ status, output }`. */
export function tee(command, args, { env = nativeEnvironment(), cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const pass = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on("data", pass(process.stdout));
    child.stderr.on("data", pass(process.stderr));
    child.on("error", (error) => resolve({ status: 1, output: `${output}\n${error.message}` }));
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

/** Standard output of a program, or `undefined` when it is missing or fails. */
export function ask(command, args, options = {}) {
  try {
    return run(command, args, { ...options, quiet: true }).trim();
  } catch {
    return undefined;
  }
}

// Runs other programs with the right environment, and describes their failures in one sentence.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Where set-up writes what it found. */
export const environmentFile = join(root, ".setup", "environment.json");

/**
 * What set-up found: `path` (folders of programs), `variables` and `native` (which select the toolchain for wasm and for native
 * builds), `browsers` and `programs` (paths by variable), and `missing` (why an engine is missing).
 */
export function readEnvironment() {
  const nothing = { path: [], variables: {}, native: {}, browsers: {}, programs: {}, missing: {} };
  return existsSync(environmentFile) ? { ...nothing, ...JSON.parse(readFileSync(environmentFile, "utf8")) } : nothing;
}

/** The environment for native builds: the tools that set-up found, and the user's toolchain. */
export function nativeEnvironment() {
  const { path, native } = readEnvironment();
  const bin = join(root, "node_modules", ".bin");
  return { ...process.env, ...native, PATH: [...path, bin, process.env.PATH].join(delimiter) };
}

/** The environment for WebAssembly builds, which may use another toolchain. */
export function wasmEnvironment() {
  return { ...nativeEnvironment(), ...readEnvironment().variables };
}

/** Runs a program synchronously and returns its standard output; throws one sentence if it fails. */
export function run(command, args, { env = nativeEnvironment(), cwd = root, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: quiet ? "pipe" : "inherit",
    maxBuffer: 1 << 28,
  });
  if (result.error || result.status !== 0) {
    throw failure(command, args, result.error?.message ?? reasonIn(result.stderr));
  }
  return result.stdout ?? "";
}

/** Runs a program and resolves to its standard output; rejects with one sentence if it fails. */
export function runAsync(command, args, { env = nativeEnvironment(), cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"])
      child[stream].setEncoding("utf8").on("data", (chunk) => {
        output[stream] += chunk;
      });
    const fail = (why) => reject(failure(command, args, why));
    child.on("error", (error) => fail(error.message));
    child.on("close", (status) => (status === 0 ? resolve(output.stdout) : fail(reasonIn(output.stderr))));
  });
}

/** The reason in a program's error output: the first line that states an error, or else the last line. */
export function reasonIn(stderr) {
  const lines = (stderr ?? "").trim().split("\n");
  const errors = lines.map((line) => /^(?:npm )?(?:error|E)(?:\[\w+\])?:? (?!code |errno )(.+)$/.exec(line)?.[1]);
  return (errors.find(Boolean) ?? lines.at(-1)).replace(/\.$/, "");
}

/** An error that names the program and its first arguments. */
function failure(command, args, why) {
  const options = args.findIndex((each) => each.startsWith("-"));
  const words = [command, ...args.slice(0, options < 0 ? undefined : options)];
  return new Error(`\`${words.join(" ")}\` failed${why ? `: ${why}` : ""}`);
}

/** Runs a program, prints its output and resolves to `{ status, output }`. */
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

/** Standard output of a program, or `undefined` if it is missing or fails. */
export function tryRun(command, args, options = {}) {
  try {
    return run(command, args, { ...options, quiet: true }).trim();
  } catch {
    return undefined;
  }
}

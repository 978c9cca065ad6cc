// Starts the programs that the contract tests need.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));

/** Starts `npx reroom sandbox` on a free port; returns its origin and a function that stops it. */
export async function startSandbox(...args) {
  const command = spawn(process.execPath, [cli, "sandbox", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(command.stdout)) {
    const origin = /http:\S+/.exec(line)?.[0];
    if (origin) return { origin, stop: () => command.kill() };
  }
  throw new Error("The sandbox exited before it printed its URL.");
}

/** Runs a program; returns its exit code and its output. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (printed += text));
    child.on("error", reject).on("close", (code) => resolve({ code, printed }));
  });
}

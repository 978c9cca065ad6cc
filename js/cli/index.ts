#!/usr/bin/env node
// `npx reroom <command>`.
import { readFile } from "node:fs/promises";
import { runGateway } from "./gateway.js";
import { runSandbox } from "./sandbox.js";

const HELP = `Usage: reroom <command> [options]

Commands:
  gateway   start a gateway, which holds the enterprise key
  run       render all photos in a folder
  sandbox   start a local stand-in for the ReRoom Enterprise API

Run \`reroom <command> --help\` for a command's options, or \`reroom --version\` for the version.`;

const COMMANDS: Record<string, (args: string[]) => Promise<void>> = {
  gateway: runGateway,
  // The client and the decoders are loaded only for this command.
  run: async (args) => (await import("./run/index.js")).runFolder(args),
  sandbox: runSandbox,
};

const [name = "--help", ...args] = process.argv.slice(2);
const run = COMMANDS[name];
if (run) {
  await run(args).catch((error: unknown) => {
    const { code, message = String(error) } = error as Partial<Error & { code: unknown }>;
    const isUsage = String(code).startsWith("ERR_PARSE_ARGS");
    console.error(`reroom ${name}: ${message}${isUsage ? `\nSee \`reroom ${name} --help\`.` : ""}`);
    process.exitCode = 1;
  });
} else if (name === "--help" || name === "-h") {
  console.log(HELP);
} else if (name === "--version" || name === "-v") {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  console.log((JSON.parse(manifest) as { version: string }).version);
} else {
  console.error(`reroom: unknown command "${name}".\n\n${HELP}`);
  process.exitCode = 1;
}

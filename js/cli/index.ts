#!/usr/bin/env node
// `npx reroom <command>`.
import { readFile } from "node:fs/promises";
import { gatewayCommand } from "./gateway.js";
import { sandboxCommand } from "./sandbox.js";

const help = `Usage: reroom <command> [options]

Commands:
  gateway   serve a gateway that holds the enterprise key
  sandbox   serve a local stand-in for the ReRoom Enterprise API

\`reroom <command> --help\` tells a command's options, \`reroom --version\` the version.`;

const commands: Record<string, (args: string[]) => Promise<void>> = {
  gateway: gatewayCommand,
  sandbox: sandboxCommand,
};

const [name = "--help", ...args] = process.argv.slice(2);
const command = commands[name];
if (command) {
  await command(args).catch((error: unknown) => {
    console.error(`reroom ${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
} else if (name === "--help" || name === "-h") {
  console.log(help);
} else if (name === "--version" || name === "-v") {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  console.log((JSON.parse(manifest) as { version: string }).version);
} else {
  console.error(`reroom: there is no command ${name}.\n\n${help}`);
  process.exitCode = 1;
}

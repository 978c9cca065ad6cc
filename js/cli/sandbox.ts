// `npx reroom sandbox`: the sandbox on a port of this machine.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { createSandbox } from "../sandbox/index.js";
import { createSandboxListener } from "../sandbox/node.js";

const help = `Usage: reroom sandbox [options]

Serves a local stand-in for the ReRoom Enterprise API on 127.0.0.1. Nothing leaves this machine, nothing is paid.

Options:
  --port <number>      the port (default 8787; 0 takes any that is free)
  --key <text>         the key it accepts (default "sandbox")
  --credits <number>   what the account has, -1 for no limit (default -1)
  --instant            finish renders at once, for tests
  --help               this text`;

/** Serves until it is interrupted. */
export async function sandboxCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "8787" },
      key: { type: "string", default: "sandbox" },
      credits: { type: "string", default: "-1" },
      instant: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const [port, credits] = [wholeNumber("--port", values.port), wholeNumber("--credits", values.credits)];
  const speeds = values.instant ? { queuedMs: 0, renderingMs: 0 } : {};
  const sandbox = await createSandbox({ apiKey: values.key, credits, speeds });
  const server = createServer(createSandboxListener(sandbox));
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  const address = server.address() as AddressInfo;
  console.log(`The sandbox listens on http://127.0.0.1:${address.port} and accepts the key "${values.key}".`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${option} takes a whole number, not "${text}".`);
  return number;
}

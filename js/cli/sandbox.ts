// `npx reroom sandbox`: the sandbox on a local port.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { createSandbox } from "../sandbox/index.js";
import { createSandboxListener } from "../sandbox/node.js";
import { listen } from "./listen.js";
import { parseInteger } from "./parse-integer.js";

const HELP = `Usage: reroom sandbox [options]

Starts a local stand-in for the ReRoom Enterprise API on 127.0.0.1. It costs nothing and sends nothing to ReRoom.

Options:
  --port <number>      the port (default 8787; 0 picks a free one)
  --key <text>         the API key to accept (default "sandbox")
  --credits <number>   the account's credits (default -1, which means unlimited)
  --instant            finish renders immediately, for tests
  --help               show this help`;

/** Runs until the process is interrupted. */
export async function runSandbox(args: string[]): Promise<void> {
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
    console.log(HELP);
    return;
  }
  const [port, credits] = [parseInteger("--port", values.port), parseInteger("--credits", values.credits)];
  const speeds = values.instant ? { queuedMs: 0, renderingMs: 0 } : {};
  const sandbox = await createSandbox({ apiKey: values.key, credits, speeds });
  const address = await listen(createServer(createSandboxListener(sandbox)), port, "127.0.0.1");
  console.log(`The sandbox is listening on http://127.0.0.1:${address.port} and accepts the key "${values.key}".`);
}

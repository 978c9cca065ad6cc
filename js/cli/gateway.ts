// `npx reroom gateway`: a gateway on a port, for local testing and for sites whose server does not run JavaScript.
import { createServer } from "node:http";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createGateway } from "../gateway/index.js";
import type { Gateway, GatewayOptions, Store } from "../gateway/index.js";
import { createGatewayListener } from "../gateway/node.js";
import { createRedisStore } from "../gateway/redis.js";
import { constantTimeEqual } from "./constant-time-equal.js";
import { drainOnSignal } from "./drain.js";
import { addHealth, createMetricsListener } from "./health-listener.js";
import { listen } from "./listen.js";
import { createLog } from "./log.js";
import { parseInteger } from "./parse-integer.js";

const HELP = `Usage: reroom gateway [options]

Starts a gateway to the ReRoom Enterprise API, which adds the enterprise key to authorized requests.
Set the key in the environment variable REROOM_API_KEY. Command-line arguments are visible in process lists.

Choose who may use it:
  --authorize <file>       a module whose default export is the authorize function of createGateway
  --token-from-environment clients that send "Authorization: Bearer <REROOM_GATEWAY_TOKEN>", such as your server
  --open                   anyone who can reach the port; for local testing, on a loopback host only

Options:
  --port <number>          the port (default 8788; 0 picks a free one)
  --host <address>         the address to listen on (default 127.0.0.1)
  --base-path <path>       the path of the gateway, such as /reroom
  --upstream <url>         the service or a sandbox (default https://reroom.ai)
  --allow-origin <origin>  another origin whose pages may use the gateway; can be repeated
  --public-origin <origin> the origin that browsers see, if a proxy changes it
  --references             store reference images for an hour; requires --public-origin
  --concurrent-renders <n> the most concurrent renders (default 10)
  --credits-per-day <n>    the most credits per UTC day (default: no limit)
  --metrics-port <number>  serve Prometheus metrics at /metrics on this port of 127.0.0.1
  --log <json|text>        print one line per event (default: failures and unknown outcomes only)
  --redis <url>            share the limits between several gateways; requires the npm package redis
  --help                   show this help

GET /healthz responds with status 200 or 503. On SIGTERM or SIGINT, the gateway takes no more orders, waits until the ones in
progress have ended, and exits. A second signal ends it immediately.`;

const OPTIONS = {
  authorize: { type: "string" },
  "token-from-environment": { type: "boolean", default: false },
  open: { type: "boolean", default: false },
  port: { type: "string", default: "8788" },
  host: { type: "string", default: "127.0.0.1" },
  "base-path": { type: "string", default: "" },
  upstream: { type: "string" },
  "allow-origin": { type: "string", multiple: true },
  "public-origin": { type: "string" },
  references: { type: "boolean", default: false },
  "concurrent-renders": { type: "string" },
  "credits-per-day": { type: "string" },
  "metrics-port": { type: "string" },
  log: { type: "string" },
  redis: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Too many to guess. */
const MIN_TOKEN_LENGTH = 24;

/** Slows down clients that try tokens. */
const WRONG_TOKEN_DELAY_MS = 500;

const LOOPBACK = ["127.0.0.1", "::1", "[::1]", "localhost"];

type Values = ReturnType<typeof parse>;

const parse = (args: string[]) => parseArgs({ args, options: OPTIONS }).values;

/** Runs until the process is interrupted. */
export async function runGateway(args: string[]): Promise<void> {
  const values = parse(args);
  if (values.help) {
    console.log(HELP);
    return;
  }
  const basePath = values["base-path"];
  const gateway = createGateway(await readOptions(values));
  const server = createServer(addHealth(gateway, createGatewayListener(gateway, { basePath })));
  drainOnSignal(gateway, server);
  await startMetrics(gateway, values["metrics-port"]);
  const { address, family, port } = await listen(server, parseInteger("--port", values.port), values.host);
  const host = family === "IPv6" ? `[${address}]` : address;
  const url = `http://${host}:${port}${basePath}`;
  if (values.log === "json") console.log(JSON.stringify({ time: new Date().toISOString(), type: "listening", url }));
  else console.log(`The gateway is listening on ${url}`);
}

async function startMetrics(gateway: Gateway, port: string | undefined): Promise<void> {
  if (port === undefined) return;
  const server = createServer(createMetricsListener(gateway));
  const address = await listen(server, parseInteger("--metrics-port", port), "127.0.0.1");
  console.error(`Metrics are at http://127.0.0.1:${address.port}/metrics`);
}

async function readOptions(values: Values): Promise<GatewayOptions> {
  const apiKey = process.env["REROOM_API_KEY"];
  if (!apiKey) throw new Error("REROOM_API_KEY is not set. Set it to your enterprise key.");
  const { upstream, redis } = values;
  const publicOrigin = values["public-origin"];
  const [slots, credits] = [values["concurrent-renders"], values["credits-per-day"]];
  return {
    apiKey,
    authorize: await readAuthorize(values),
    basePath: values["base-path"],
    allowedOrigins: values["allow-origin"] ?? [],
    limits: {
      ...(slots === undefined ? {} : { concurrentRenders: parseInteger("--concurrent-renders", slots) }),
      ...(credits === undefined ? {} : { creditsPerDay: parseInteger("--credits-per-day", credits) }),
    },
    ...(values.log === undefined ? {} : { onEvent: createLog(values.log) }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    ...(values.references ? { references: {} } : {}),
    ...(redis === undefined ? {} : { store: await connectRedis(redis) }),
  };
}

async function readAuthorize(values: Values): Promise<GatewayOptions["authorize"]> {
  const { authorize: file, open, host } = values;
  const token = values["token-from-environment"];
  if ([file !== undefined, token, open].filter(Boolean).length !== 1)
    throw new Error(
      "Choose who may use the gateway. Pass one of --authorize <file>, --token-from-environment and --open.",
    );
  if (file !== undefined) return importAuthorize(file);
  if (token) {
    const expected = process.env["REROOM_GATEWAY_TOKEN"];
    if (!expected) throw new Error("REROOM_GATEWAY_TOKEN is not set. Set it to the token that clients must send.");
    if (expected.length < MIN_TOKEN_LENGTH)
      console.warn(
        `REROOM_GATEWAY_TOKEN is short and could be guessed. Use at least ${MIN_TOKEN_LENGTH} random characters, such as those of \`openssl rand -hex 24\`.`,
      );
    return async (request) => {
      const valid = constantTimeEqual(request.headers.get("authorization") ?? "", `Bearer ${expected}`);
      if (!valid) await setTimeout(WRONG_TOKEN_DELAY_MS);
      return valid;
    };
  }
  if (!LOOPBACK.includes(host))
    throw new Error("--open requires a loopback host. On any other host, anyone could spend your credits.");
  // Check the hostname, too: another site's hostname may resolve to this machine (DNS rebinding).
  return (request) => LOOPBACK.includes(new URL(request.url).hostname);
}

async function importAuthorize(file: string): Promise<GatewayOptions["authorize"]> {
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: GatewayOptions["authorize"] };
  if (typeof module.default !== "function")
    throw new Error(`${file} has no default export that is a function. Export the authorize function as the default.`);
  return module.default;
}

async function connectRedis(url: string): Promise<Store> {
  const { createClient } = await import("redis").catch(() => {
    throw new Error("--redis requires the npm package redis. Install it next to reroom.");
  });
  const client = createClient({ url });
  // The client reconnects by itself. Until then, the gateway rejects paid requests.
  client.on("error", () => undefined);
  await client.connect();
  return createRedisStore({ client });
}

// `npx reroom gateway`: a gateway on a port, for sites whose own server is no JavaScript, and for trying one out.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createGateway } from "../gateway/index.js";
import type { GatewayOptions, Store } from "../gateway/index.js";
import { createGatewayListener } from "../gateway/node.js";
import { createRedisStore } from "../gateway/redis.js";
import { sameText } from "./same-text.js";

const help = `Usage: reroom gateway [options]

Serves a gateway to the ReRoom Enterprise API, which adds the enterprise key to the requests of those it lets in.
The key is read from the variable REROOM_API_KEY, so that no list of processes shows it.

Who is let in, one of:
  --authorize <file>       a module whose default export decides, as the option authorize of createGateway does
  --token-from-environment callers who send "Authorization: Bearer <REROOM_GATEWAY_TOKEN>", such as a site's server
  --open                   everyone who reaches the port; only for a host of this machine, to try things out

Options:
  --port <number>          the port (default 8788; 0 takes any that is free)
  --host <address>         the address to listen on (default 127.0.0.1)
  --base-path <path>       where it is mounted, such as /reroom
  --upstream <url>         the service, or a sandbox (default https://reroom.ai)
  --allow-origin <origin>  a further origin whose pages may call; may be given several times
  --public-origin <origin> the origin that browsers see, where a proxy in front changes it
  --concurrent-renders <n> renders at the same time (default 10)
  --credits-per-day <n>    credits that may be spent in a day of UTC (default: no limit)
  --redis <url>            counts the limits in Redis, for several gateways; needs the npm package redis
  --help                   this text`;

const options = {
  authorize: { type: "string" },
  "token-from-environment": { type: "boolean", default: false },
  open: { type: "boolean", default: false },
  port: { type: "string", default: "8788" },
  host: { type: "string", default: "127.0.0.1" },
  "base-path": { type: "string", default: "" },
  upstream: { type: "string" },
  "allow-origin": { type: "string", multiple: true },
  "public-origin": { type: "string" },
  "concurrent-renders": { type: "string" },
  "credits-per-day": { type: "string" },
  redis: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const loopback = ["127.0.0.1", "::1", "[::1]", "localhost"];

type Values = ReturnType<typeof parse>;

const parse = (args: string[]) => parseArgs({ args, options }).values;

/** Serves until it is interrupted. */
export async function gatewayCommand(args: string[]): Promise<void> {
  const values = parse(args);
  if (values.help) {
    console.log(help);
    return;
  }
  const basePath = values["base-path"];
  const gateway = createGateway(await readOptions(values));
  const server = createServer(createGatewayListener(gateway, { basePath }));
  const port = wholeNumber("--port", values.port);
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(port, values.host, listening);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  const host = family === "IPv6" ? `[${address}]` : address;
  console.log(`The gateway listens on http://${host}:${taken}${basePath}`);
}

async function readOptions(values: Values): Promise<GatewayOptions> {
  const apiKey = process.env["REROOM_API_KEY"];
  if (!apiKey) throw new Error("set the variable REROOM_API_KEY to the enterprise key.");
  const { upstream, redis } = values;
  const publicOrigin = values["public-origin"];
  const [slots, credits] = [values["concurrent-renders"], values["credits-per-day"]];
  return {
    apiKey,
    authorize: await readAuthorize(values),
    basePath: values["base-path"],
    allowedOrigins: values["allow-origin"] ?? [],
    limits: {
      ...(slots === undefined ? {} : { concurrentRenders: wholeNumber("--concurrent-renders", slots) }),
      ...(credits === undefined ? {} : { creditsPerDay: wholeNumber("--credits-per-day", credits) }),
    },
    ...(upstream === undefined ? {} : { upstream }),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    ...(redis === undefined ? {} : { store: await connect(redis) }),
  };
}

async function readAuthorize(values: Values): Promise<GatewayOptions["authorize"]> {
  const { authorize: file, open, host } = values;
  const token = values["token-from-environment"];
  if ([file !== undefined, token, open].filter(Boolean).length !== 1)
    throw new Error("say who is let in: one of --authorize <file>, --token-from-environment and --open.");
  if (file !== undefined) {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: GatewayOptions["authorize"] };
    if (typeof module.default !== "function") throw new Error(`${file} has no function as its default export.`);
    return module.default;
  }
  if (token) {
    const expected = process.env["REROOM_GATEWAY_TOKEN"];
    if (!expected) throw new Error("set the variable REROOM_GATEWAY_TOKEN to the token of those who are let in.");
    return (request) => sameText(request.headers.get("authorization") ?? "", `Bearer ${expected}`);
  }
  if (!loopback.includes(host))
    throw new Error("--open is for this machine alone: anyone who reaches another host could spend your credits.");
  // The name as well: another could be made to lead here by whoever owns it.
  return (request) => loopback.includes(new URL(request.url).hostname);
}

async function connect(url: string): Promise<Store> {
  const { createClient } = await import("redis").catch(() => {
    throw new Error("--redis needs the npm package redis: install it beside reroom.");
  });
  const client = createClient({ url });
  // Reconnecting is the client's own business; while it does, the gateway sells nothing.
  client.on("error", () => undefined);
  await client.connect();
  return createRedisStore({ client });
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${option} takes a whole number, not "${text}".`);
  return number;
}

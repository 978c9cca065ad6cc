// The options of a gateway, checked, with their defaults.
import { createMemoryStore } from "./memory.js";
import type { Store } from "./store.js";
import type { GatewayEvent, GatewayOptions, Job, Limits, Quota, Timeouts } from "./types.js";

/** What the parts of a gateway are made from. */
export interface Settings {
  apiKey: string;
  authorize: GatewayOptions["authorize"];
  upstream: string;
  basePath: string;
  allowedOrigins: ReadonlySet<string>;
  publicOrigin: string | undefined;
  account: Required<Quota>;
  perUser: Required<Quota>;
  costOf: (job: string) => number;
  store: Store;
  timeouts: Required<Timeouts>;
  idSecret: string;
  fetch: (request: Request) => Promise<Response>;
  tell: (event: GatewayEvent) => void;
}

const defaultTimeouts = {
  authorizeMs: 30_000,
  bodyMs: 30_000,
  upstreamMs: 60_000,
  submissionMs: 300_000,
  storeMs: 2_000,
  leaseMs: 300_000,
};

/** Throws a `TypeError` that says which option is wrong. */
export function readOptions(options: GatewayOptions): Settings {
  const { apiKey, authorize, basePath = "", allowedOrigins = [], publicOrigin, onEvent = report } = options;
  if (typeof authorize !== "function")
    throw new TypeError(
      "createGateway needs authorize: a function that decides who may spend the account's credits. Without it anyone could.",
    );
  if (typeof apiKey !== "string" || !/^[\x21-\x7e]+$/.test(apiKey))
    throw new TypeError("createGateway needs apiKey: the enterprise key, without spaces or line breaks.");
  if (!/^(?:\/[\w.~-]+)*$/.test(basePath))
    throw new TypeError('basePath must be a path such as "/reroom", without a slash at its end.');
  const { fetch = globalThis.fetch, store = createMemoryStore(), idSecret = `render ids of ${apiKey}` } = options;
  return {
    apiKey,
    authorize,
    upstream: upstreamOf(options.upstream ?? "https://reroom.ai"),
    basePath,
    allowedOrigins: new Set(allowedOrigins.map((origin) => originOf("allowedOrigins", origin))),
    publicOrigin: publicOrigin === undefined ? undefined : originOf("publicOrigin", publicOrigin),
    ...quotas(options.limits ?? {}),
    costOf: costs(options.costs ?? {}),
    store,
    timeouts: timeouts(options.timeouts ?? {}),
    idSecret,
    // Not as a method: platforms refuse a fetch whose this is another object.
    fetch: (request) => fetch(request),
    tell: quietly(onEvent),
  };
}

function upstreamOf(text: string): string {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError('upstream must be the address of the service, such as "https://reroom.ai".');
  const nearby = /^(?:127(?:\.\d+){3}|\[::1\]|[^.]+)$/.test(url.hostname);
  if (url.protocol === "http:" && !nearby)
    throw new TypeError("upstream must begin with https: the key would travel for everyone to read.");
  return url.href.replace(/\/+$/, "");
}

function originOf(option: string, text: string): string {
  const url = parse(text);
  if (!url || url.origin !== text)
    throw new TypeError(`${option} takes origins such as "https://app.example", not "${text}".`);
  return text;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function quotas({ perUser = {}, ...account }: Limits): { account: Required<Quota>; perUser: Required<Quota> } {
  const { concurrentRenders = 10, requestsPerMinute = Infinity, creditsPerDay = Infinity } = account;
  const whole = {
    concurrentRenders: amount("limits.concurrentRenders", concurrentRenders, 1),
    requestsPerMinute: amount("limits.requestsPerMinute", requestsPerMinute, 1),
    creditsPerDay: amount("limits.creditsPerDay", creditsPerDay, 0),
  };
  const half = whole.concurrentRenders === Infinity ? Infinity : Math.ceil(whole.concurrentRenders / 2);
  return {
    account: whole,
    perUser: {
      concurrentRenders: amount("limits.perUser.concurrentRenders", perUser.concurrentRenders ?? half, 1),
      requestsPerMinute: amount("limits.perUser.requestsPerMinute", perUser.requestsPerMinute ?? 300, 1),
      creditsPerDay: amount("limits.perUser.creditsPerDay", perUser.creditsPerDay ?? Infinity, 0),
    },
  };
}

function costs(named: Partial<Record<Job, number>>): (job: string) => number {
  const table = new Map<string, number>([["upscale", 4]]);
  for (const [job, credits] of Object.entries(named)) table.set(job, amount(`costs.${job}`, credits, 0, false));
  const render = table.get("render") ?? 1;
  return (job) => table.get(job) ?? render;
}

function timeouts(named: Timeouts): Required<Timeouts> {
  const all = { ...defaultTimeouts, ...named };
  for (const [name, ms] of Object.entries(all)) amount(`timeouts.${name}`, ms, 1, false);
  return all;
}

function amount(option: string, value: number, least: number, orInfinity = true): number {
  if ((orInfinity && value === Infinity) || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new TypeError(`${option} must be a whole number, ${least} or more${orInfinity ? ", or Infinity" : ""}.`);
}

function report(event: GatewayEvent): void {
  if (event.type === "failed") console.error(`reroom gateway: ${event.part} failed:`, event.error);
  if (event.type === "outcome-unknown")
    console.error("reroom gateway: a paid request got no answer, look at the account:", event.error);
}

/** A listener whose own failure is nobody else's. */
function quietly(onEvent: (event: GatewayEvent) => void): (event: GatewayEvent) => void {
  return (event) => {
    try {
      onEvent(event);
    } catch {
      // There is nobody left to tell.
    }
  };
}

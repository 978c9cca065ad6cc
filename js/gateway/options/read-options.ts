// Checks the gateway's options and adds the defaults.
import { createApiKeys, isApiKey } from "../secrets/api-keys.js";
import type { ApiKeys } from "../secrets/api-keys.js";
import { createMemoryStore } from "../stores/memory.js";
import type { Store } from "../stores/store.js";
import type { GatewayEvent, GatewayOptions, Timeouts } from "../types.js";
import { readAllowedHosts } from "./allowed-hosts.js";
import { createEmitter, logEvent } from "./events.js";
import { readIdSecrets } from "./id-secrets.js";
import type { GetIdSecrets } from "./id-secrets.js";
import { readCosts, readLimits, readShare, readTimeZone, readTimeouts } from "./limits.js";
import type { CheckedLimits } from "./limits.js";
import { checkOptionNames } from "./option-names.js";
import type { OptionNames } from "./option-names.js";
import { readPhotoHosts } from "./photo-hosts.js";
import type { IsPhotoHostAllowed } from "./photo-hosts.js";
import { readReferences } from "./references.js";
import type { ReferenceSettings } from "./references.js";
import { readAllowedOrigins, readPublicOrigin, readUpstream } from "./urls.js";

/** Checked options with defaults. */
export interface Settings extends CheckedLimits {
  apiKeys: ApiKeys;
  authorize: GatewayOptions["authorize"];
  upstream: string;
  basePath: string;
  allowedOrigins: ReadonlySet<string>;
  publicOrigin: string | undefined;
  isHostAllowed: (hostname: string) => boolean;
  isPhotoHostAllowed: IsPhotoHostAllowed;
  references: ReferenceSettings | undefined;
  timeZone: string;
  budgetWarningShare: number;
  getCost: (tool: string) => number;
  store: Store;
  timeouts: Required<Timeouts>;
  getIdSecrets: GetIdSecrets;
  fetch: (request: Request) => Promise<Response>;
  emit: (event: GatewayEvent) => void;
  onFinished: GatewayOptions["onFinished"];
  archive: GatewayOptions["archive"];
}

const NAMES: OptionNames<GatewayOptions> = {
  apiKey: true,
  authorize: true,
  upstream: true,
  basePath: true,
  allowedOrigins: true,
  publicOrigin: true,
  allowedHosts: true,
  photoHosts: true,
  references: true,
  limits: true,
  timeZone: true,
  budgetWarningShare: true,
  costs: true,
  store: true,
  timeouts: true,
  idSecret: true,
  fetch: true,
  onEvent: true,
  onFinished: true,
  archive: true,
};

/** Throws a `TypeError` that names the invalid option. */
export function readOptions(options: GatewayOptions): Settings {
  checkOptionNames("", options, NAMES);
  const { apiKey, authorize, basePath = "", allowedOrigins = [], publicOrigin, onEvent = logEvent } = options;
  if (typeof authorize !== "function")
    throw new TypeError(
      "authorize is required. Pass a function that decides who may spend your credits; without it, anyone could.",
    );
  checkApiKey(apiKey);
  if (!/^(?:\/[\w.~-]+)*$/.test(basePath))
    throw new TypeError('basePath is invalid. Use a path such as "/reroom", without a trailing slash.');
  const { fetch = globalThis.fetch, store = createMemoryStore() } = options;
  if (typeof store?.reserve !== "function")
    throw new TypeError("store is invalid. Pass createMemoryStore(), createRedisStore(), or your own Store.");
  const timeouts = readTimeouts(options.timeouts ?? {});
  const apiKeys = createApiKeys(apiKey, timeouts.authorizeMs);
  const upstream = readUpstream(options.upstream ?? "https://reroom.ai");
  const references = readReferences(options, upstream);
  return {
    apiKeys,
    authorize,
    upstream,
    basePath,
    allowedOrigins: readAllowedOrigins(allowedOrigins),
    publicOrigin: publicOrigin === undefined ? undefined : readPublicOrigin(publicOrigin),
    isHostAllowed: readAllowedHosts(options.allowedHosts, publicOrigin, references),
    isPhotoHostAllowed: readPhotoHosts(options.photoHosts, upstream),
    references,
    ...readLimits(options.limits ?? {}),
    timeZone: readTimeZone(options.timeZone ?? "UTC"),
    budgetWarningShare: readShare(options.budgetWarningShare ?? 0.8),
    getCost: readCosts(options.costs ?? {}),
    store,
    timeouts,
    getIdSecrets: readIdSecrets(options.idSecret, apiKey),
    // Platforms throw if fetch is called as a method of another object.
    fetch: (request) => fetch(request),
    emit: createEmitter(onEvent, apiKeys.toSafeError),
    onFinished: readFunction("onFinished", options.onFinished),
    archive: readFunction("archive", options.archive),
  };
}

function checkApiKey(apiKey: unknown): void {
  if (typeof apiKey === "function" || isApiKey(apiKey)) return;
  if (apiKey !== undefined && apiKey !== "")
    throw new TypeError("apiKey is invalid. Pass the enterprise key without spaces or line breaks, or a function.");
  throw new TypeError(
    "apiKey is missing. Pass the enterprise key, or a function that returns it. If the key is in an environment variable, check that it is set: Node, SvelteKit, and Astro do not copy .env files into process.env.",
  );
}

function readFunction<T>(name: string, value: T): T {
  if (value === undefined || typeof value === "function") return value;
  throw new TypeError(`${name} is invalid. Pass a function.`);
}

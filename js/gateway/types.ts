// The gateway's public types.
import type { ArchiveFile, DeliveredRender, ResumeResult } from "./delivery-types.js";
import type { GatewayEvent, Tool } from "./event-types.js";
import type { CloseOptions, CloseResult, Health } from "./operation-types.js";
import type { Limits, Quota, Usage, UsageOwner } from "./quota-types.js";
import type { ReferenceOptions } from "./reference-types.js";
import type { Store } from "./stores/store.js";

export type * from "./delivery-types.js";
export type * from "./event-types.js";
export type * from "./operation-types.js";
export type * from "./quota-types.js";
export type * from "./reference-types.js";

/**
 * The result of `authorize`. `true` allows the request. `{ user }` allows it for one of several users, each with separate
 * limits and access only to the renders they submitted. `false` rejects it with status 401. A `Response` is sent as it is.
 */
export type Decision = boolean | UserDecision | Response;

/** A request of a user is allowed. A property that is unknown or malformed makes the request fail with status 500. */
export interface UserDecision {
  /** A unique name of the user, such as a database id: 1 to 256 characters, without control characters. */
  user: string;
  /** The name of a group of users who share limits, such as an agency. The same rules as for `user`. */
  group?: string;
  /** Limits of this user, such as those of a plan. They override `limits.perUser`. */
  limits?: Quota;
  /** Limits of the user's group. They override `limits.perGroup`. */
  groupLimits?: Quota;
  /** The tools that the user may use. Default: all. */
  tools?: Tool[];
}

/** Time limits, in milliseconds, of at most a day. */
export interface Timeouts {
  /** How long `authorize` and an `apiKey` function may take. Default 30 000. */
  authorizeMs?: number;
  /**
   * How late a request body may be, compared with 4 KiB per second. Also the longest pause. Default 30 000. A whole body may take
   * twenty times as long.
   */
  bodyMs?: number;
  /** How long the whole response to an upload or a status request may take. Default 60 000. */
  upstreamMs?: number;
  /** How long the whole response to a paid request may take, even if the client has disconnected. Default 300 000. */
  submissionMs?: number;
  /** How long a call to the store may take before the store counts as down. Default 2000. */
  storeMs?: number;
  /** A render frees its slot after this long without a status request. Default 300 000. */
  leaseMs?: number;
}

/** Options of `createGateway`. */
export interface GatewayOptions {
  /**
   * The enterprise key. The gateway sends it to `upstream` only. A function is called for every request to the service, so that
   * a key can be replaced without a restart. If it fails, the client gets status 503 and nothing is bought.
   */
  apiKey: string | (() => string | Promise<string>);
  /**
   * Decides about every request before its body is read. It must not read the body. If it throws, the client gets status 500
   * and `onEvent` gets the error. Any result other than a `Decision` rejects the request.
   */
  authorize: (request: Request) => Decision | Promise<Decision>;
  /** The service's URL. Default `"https://reroom.ai"`. `http:` is allowed only for local hosts, such as a sandbox. */
  upstream?: string;
  /** The path under which your site mounts the gateway, such as `"/reroom"`. Default `""`. */
  basePath?: string;
  /** Other origins whose pages may use the gateway, such as `["https://app.example", "capacitor://localhost"]`. */
  allowedOrigins?: string[];
  /** The origin that browsers see, if a proxy changes the scheme or the host. Default: the request's origin. */
  publicOrigin?: string;
  /**
   * Hosts of the gateway, such as `["api.example", "*.api.example"]`, beside the one of `publicOrigin`. Requests to other hosts
   * get status 421. Default: with `publicOrigin`, its host, addresses, and names of private networks; otherwise every host.
   */
  allowedHosts?: string[];
  /**
   * Hosts that photos in `file_url` and `reference_file_urls` may be on, such as `["photos.example", "*.cdn.example"]`, or a
   * function that decides. It is called for public hosts only. Default: every public host. Addresses and names of private
   * networks are rejected, unless they are in the list.
   */
  photoHosts?: string[] | ((url: URL) => boolean | Promise<boolean>);
  /**
   * Stores reference images of your users for a limited time, and gives each a public URL that the service can load. `{}` uses the
   * defaults, and requires `publicOrigin`. Default: off, so reference images need URLs of your own.
   */
  references?: ReferenceOptions;
  /**
   * Default: 10 concurrent renders for the account and 5 per user, 300 requests per minute and user, and no limit on
   * credits.
   */
  limits?: Limits;
  /** The time zone of days and months, an IANA name such as `"Europe/Berlin"`. Default `"UTC"`. */
  timeZone?: string;
  /** `onEvent` gets a warning when this share of a budget is spent, once per budget and period. Default 0.8. */
  budgetWarningShare?: number;
  /**
   * Credits per tool, for `creditsPerDay`. Default 4 for an upscale and 1 for everything else. A tool without a cost costs
   * as much as `render`. The service documents only the cost of an upscale: check your contract.
   */
  costs?: Partial<Record<Tool, number>>;
  /** Where usage is counted. Default: this process's memory. For several instances, see `reroom/gateway/redis`. */
  store?: Store;
  /** Time limits. */
  timeouts?: Timeouts;
  /**
   * Signs users' render ids and file names. At least 32 random bytes. To replace a secret, pass a list: the first one signs, and all verify.
   * Default: derived from `apiKey`, so existing ids become invalid when the key changes. If `apiKey` is a function or has fewer
   * than 24 characters, it is random, so ids become invalid when the process ends and are unknown to other instances.
   */
  idSecret?: string | string[];
  /** Replaces the platform's `fetch`, for example with a sandbox. */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * Receives events. Errors that it throws, and rejections of a promise that it returns, are ignored. Default: logs failures,
   * unknown outcomes and undelivered renders with `console.error`.
   */
  onEvent?: (event: GatewayEvent) => void | Promise<void>;
  /**
   * Receives every paid render once it has ended, even if the page was closed. The gateway follows the render by itself. If the
   * function throws or takes longer than four minutes, it is called again later. It can be called more than once for a render.
   */
  onFinished?: (render: DeliveredRender) => void | Promise<void>;
  /**
   * Copies a file to a lasting place, and returns its URL there. Called for the original photo and for each result of a completed
   * render, before `onFinished`, which receives the URLs. Can be called more than once for a file: use its `name`.
   */
  archive?: (file: ArchiveFile) => string | URL | undefined | Promise<string | URL | undefined>;
}

/** A `fetch`-style handler. */
export interface GatewayHandler {
  /** Responds to a request. Never rejects. */
  (request: Request | URL | string, context?: object): Promise<Response>;
}

/**
 * A gateway: a `fetch`-style handler that never rejects, with methods for those who operate it. On platforms that stop work
 * after the response, such as Cloudflare Workers, pass their context as well: with its `waitUntil`, the gateway reads the
 * response to a paid request even if the client has disconnected.
 */
export interface Gateway extends GatewayHandler {
  /**
   * Counters of requests, orders, credits and failures of this process, and the account's slots and budgets, in Prometheus'
   * text format. Contains no users. Never rejects.
   */
  metrics(): Promise<string>;
  /** Checks the store, the service and the API key. Results are up to 10 seconds old. Never rejects. */
  health(): Promise<Health>;
  /**
   * Reads what a user has used and what is left. Pass a user's name, or an object with the group and the limits that
   * `authorize` returns for the user. Without a user, reads a group's usage; without an argument, the account's. Rejects if the
   * store is down.
   */
  usage(owner?: string | UsageOwner): Promise<Usage>;
  /**
   * Looks up the renders that are due for `onFinished` and `archive`, and reports orders whose process ended before their outcome
   * was known as `outcome-unknown`. Resolves when this is done. Call it from a scheduled request on platforms that stop work after
   * the response. Elsewhere, the gateway does this by itself. Never rejects.
   */
  resume(): Promise<ResumeResult>;
  /**
   * Stops taking orders and uploads: they get status 503 with `Retry-After`. Resolves when no request is in progress, so that
   * the process can end without losing an order. Never rejects.
   */
  close(options?: CloseOptions): Promise<CloseResult>;
}

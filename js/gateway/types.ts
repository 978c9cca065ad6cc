// What a gateway is given and gives.
import type { Store } from "./store.js";

/**
 * What `authorize` decides: `false` is answered 401, a `Response` is passed on, `true` lets the request in. `{ user }`
 * lets it in for one of several users, who then have limits of their own and see only the renders they submitted.
 */
export type Decision =
  | boolean
  | {
      /** Names the user, in whatever way; not empty. */
      user: string;
    }
  | Response;

/** What one user, or the whole account, may do. `Infinity` is no limit. */
export interface Quota {
  /** Renders under way at the same time. */
  concurrentRenders?: number;
  /** Requests of any kind in any 60 seconds. */
  requestsPerMinute?: number;
  /** Credits in a day of UTC, by `costs`. */
  creditsPerDay?: number;
}

/** Limits of the whole account and, where `authorize` names users, of each of them. */
export interface Limits extends Quota {
  /** What each user may do. */
  perUser?: Quota;
}

/** What a paid request may be for. */
export type Job = "render" | "sketch" | "empty-room" | "virtual-staging" | "edit" | "upscale";

/** How long things may take, in milliseconds. */
export interface Timeouts {
  /** An `authorize` that has not decided by then has failed. Default 30 000. */
  authorizeMs?: number;
  /** No byte of a caller's body for this long ends the request. Default 30 000; a whole body has twenty times as long. */
  bodyMs?: number;
  /** No progress of the service for this long ends an upload or a look-up. Default 60 000. */
  upstreamMs?: number;
  /** So long is waited for the answer to a paid request, whether or not the caller still does. Default 300 000. */
  submissionMs?: number;
  /** A store that has not answered by then counts as down. Default 2000. */
  storeMs?: number;
  /** A render that nobody looks up gives its slot back after this long. Default 300 000. */
  leaseMs?: number;
}

/** Whom a paid request was for and what it cost. */
export interface Bill {
  /** What it costs, by `costs`. */
  credits: number;
  /** The user, where `authorize` named one. */
  user?: string;
}

/** A render was bought. */
export interface RenderBought extends Bill {
  /** What happened. */
  type: "bought";
  /** The service's id of the render. */
  renderId: string;
  /** False where the caller had gone before the answer came. */
  delivered: boolean;
}

/** A paid request went out and no answer that can be read came back: look at the account. */
export interface OutcomeUnknown extends Bill {
  /** What happened. */
  type: "outcome-unknown";
  /** What came instead. */
  error: unknown;
}

/** A part of the gateway failed; callers are told no more than that. */
export interface PartFailed {
  /** What happened. */
  type: "failed";
  /** The part. */
  part: "authorize" | "store" | "upstream" | "gateway";
  /** Why. */
  error: unknown;
}

/** Something that whoever runs the gateway may want to know. It never holds the key. */
export type GatewayEvent = RenderBought | OutcomeUnknown | PartFailed;

/** How a gateway is set up. */
export interface GatewayOptions {
  /** The enterprise key. It goes to `upstream` and nowhere else. */
  apiKey: string;
  /**
   * Decides about every request, before its body is read: it must leave the body alone. What it throws is answered 500
   * and told to `onEvent`; what is none of the decisions is a `false`.
   */
  authorize: (request: Request) => Decision | Promise<Decision>;
  /** The service. Default `"https://reroom.ai"`; `http:` only for a host of this machine or network, such as a sandbox. */
  upstream?: string;
  /** Where the site mounts the gateway, such as `"/reroom"`. Default `""`. */
  basePath?: string;
  /** Origins of other sites whose pages may call, such as `["https://app.example"]`, beside the gateway's own. */
  allowedOrigins?: string[];
  /** The origin that browsers see, where a proxy in front changes the scheme or the host. Default: that of the request. */
  publicOrigin?: string;
  /**
   * Default: the account's ten renders at the same time, of which one user may have half; 300 requests a minute and user;
   * no limit to credits.
   */
  limits?: Limits;
  /**
   * Credits by job, for `creditsPerDay`. Default 1, and 4 for an upscale. The service documents only the latter: look at
   * your contract. What is not named costs what `render` does.
   */
  costs?: Partial<Record<Job, number>>;
  /** Where the limits are counted. Default: the memory of this process; for several, see `reroom/gateway/redis`. */
  store?: Store;
  /** How long things may take. */
  timeouts?: Timeouts;
  /** Signs the ids of users' renders. Default: derived from `apiKey`, so that a new key forgets whose the old ones were. */
  idSecret?: string;
  /** A `fetch` in place of the platform's, such as a sandbox. */
  fetch?: (request: Request) => Promise<Response>;
  /** Told what happens. Default: failures and unknown outcomes go to `console.error`. */
  onEvent?: (event: GatewayEvent) => void;
}

/**
 * A gateway: a `fetch`-shaped handler. Never rejects. Where the platform ends work with its answer, as Cloudflare Workers
 * do, give what it hands beside the request as well: with a `waitUntil`, a paid answer is read even if the caller left.
 */
export type Gateway = (request: Request | URL | string, context?: object) => Promise<Response>;

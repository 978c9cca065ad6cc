// The interface of a store, which counts slots, credits and requests for one or more instances.

/** A limit to requests in any 60 seconds. */
export interface RateLimit {
  /** Identifies the counter. */
  key: string;
  /** Requests in any 60 seconds: an integer, at least 1. */
  limit: number;
}

/** A paid request that asks for a slot and for credits. */
export interface ReservationRequest {
  /** The name of the slot's lease. */
  lease: string;
  /** The user, or `""` for all requests without one. */
  user: string;
  /** What the request costs. */
  credits: number;
  /** The lease expires after this many milliseconds, unless it is renewed. */
  leaseMs: number;
  /** Slots of the account. */
  slots: number;
  /** Slots of this user. */
  userSlots: number;
  /** Credits per day of the account. */
  creditsPerDay: number;
  /** Credits per day of this user. */
  userCreditsPerDay: number;
  /** For how many milliseconds a user who got no slot counts as waiting for one. */
  waitMs: number;
}

/** The outcome of a reservation. */
export type ReservationResult = "granted" | "no-slot" | "no-credits";

/**
 * Counts for one or more gateways. Every method must be atomic. It must reject if the store cannot do its work. A slot is a
 * lease: if its holder crashes, the lease expires.
 */
export interface Store {
  /** Counts a request against all limits, or against none. Resolves to 0, or to the milliseconds until all limits allow it. */
  countRequest(limits: RateLimit[]): Promise<number>;
  /**
   * Reserves a slot and credits, or neither. Slots are shared fairly: as many slots stay free as there are waiting users who
   * hold fewer slots than this user.
   */
  reserve(request: ReservationRequest): Promise<ReservationResult>;
  /** Renames a lease and restarts its time. Does nothing if it has expired. */
  rename(lease: string, name: string, leaseMs: number): Promise<void>;
  /** Restarts a lease's time. Does nothing if it has expired. */
  renew(lease: string, leaseMs: number): Promise<void>;
  /** Frees a slot and, with `refund`, returns its credits. Does nothing if the lease has expired. */
  release(lease: string, refund: boolean): Promise<void>;
  /** Lists the active leases. */
  listLeases(): Promise<string[]>;
  /**
   * Replaces the value of a key with `next` if it is `expected`, for `ttlMs` milliseconds. `undefined` stands for no value;
   * values are never empty. Resolves to the previous value. Gateways use it to recognize orders by their idempotency keys.
   */
  compareAndSwap(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    ttlMs: number,
  ): Promise<string | undefined>;
}

/** The length of a rate limit's window, in milliseconds. */
export const RATE_LIMIT_WINDOW_MS = 60_000;

/** A day, in milliseconds. */
export const DAY_MS = 86_400_000;

// Where the limits are counted: one small interface, so that several instances can count together.

/** A counter of requests and what it may hold in any 60 seconds. */
export interface RequestWindow {
  /** Whose requests. */
  key: string;
  /** A whole number, 1 or more. */
  limit: number;
}

/** A paid request that asks for a slot and for credits. */
export interface Order {
  /** Names the slot it would hold. */
  lease: string;
  /** Whose it is; `""` for all callers without a name. */
  user: string;
  /** What it costs. */
  credits: number;
  /** The slot comes free after so many milliseconds, unless it is renewed. */
  leaseMs: number;
  /** Slots of the whole account. */
  slots: number;
  /** Slots of this user. */
  userSlots: number;
  /** Credits of the whole account in a day. */
  creditsPerDay: number;
  /** Credits of this user in a day. */
  userCreditsPerDay: number;
  /** So long, in milliseconds, a user who was refused a slot is taken to still want one. */
  waitMs: number;
}

/** What comes of an order. */
export type Verdict = "granted" | "no-slot" | "no-credits";

/**
 * Counts for one or many gateways. Each method is one step that nothing comes between. A store that cannot do its work
 * rejects. Slots are leases: whoever holds one and dies gives it back by doing nothing.
 */
export interface Store {
  /** Counts a request in every window, or in none; resolves to 0, or to the milliseconds until all have room. */
  countRequest(windows: RequestWindow[]): Promise<number>;
  /**
   * Takes a slot and the credits, or nothing. Slots go round: while users with fewer slots wait, as many are kept free for
   * them.
   */
  reserve(order: Order): Promise<Verdict>;
  /** Gives a lease another name and time; nothing where it has run out. */
  rename(lease: string, name: string, leaseMs: number): Promise<void>;
  /** Gives a lease more time; nothing where it has run out. */
  renew(lease: string, leaseMs: number): Promise<void>;
  /** Gives a slot back and, with `refund`, the credits too; nothing where it has run out. */
  release(lease: string, refund: boolean): Promise<void>;
  /** The leases that have not run out. */
  leases(): Promise<string[]>;
  /**
   * Puts the note `to` under a key, for `ms` milliseconds, if the note there is `from`; `undefined` is none, and no note
   * is empty. Resolves to the note that was there before. By such notes a fleet recognises an order that arrives again; of
   * a store without this method, each instance recognises only its own.
   */
  exchange?(key: string, from: string | undefined, to: string | undefined, ms: number): Promise<string | undefined>;
}

/** The milliseconds of a window of requests. */
export const windowMs = 60_000;

/** The milliseconds of a day. */
export const dayMs = 86_400_000;

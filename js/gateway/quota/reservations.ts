// Whether a request may go on: requests a minute for all, slots and credits for those that are paid for.
import type { Guard } from "./guard.js";
import type { Settings } from "./options.js";
import { Refused, comeAgainMs, retryAfter, storeIsDown } from "./replies.js";
import type { Order, RequestWindow, Verdict } from "./store.js";
import type { Sweep } from "./sweep.js";

/** A slot and credits, taken for one paid request. */
export interface Ticket {
  /** A render was bought; the slot is its own until it ends. */
  bought(renderId: string, ended: boolean): Promise<void>;
  /** Nothing was bought. Whether the credits come back too is for the caller to say. */
  failed(refund: boolean): Promise<void>;
  /** Nobody knows: the credits count as spent, and the slot comes free by itself. */
  unknown(): Promise<void>;
}

/** Names the slot of a render. */
export const leaseOf = (renderId: string): string => `render:${renderId}`;

export interface Admission {
  /** Counts a request. While the store is down all but paid ones go on, uncounted. */
  count(user: string | undefined, paid: boolean): Promise<void>;
  /** Takes a slot and credits for a paid request. */
  admit(user: string | undefined, credits: number): Promise<Ticket>;
}

export function createAdmission(settings: Settings, guard: Guard, sweep: Sweep): Admission {
  const { account, perUser, timeouts } = settings;
  const windows = (user: string | undefined): RequestWindow[] => {
    const all = [{ key: "all", limit: account.requestsPerMinute }];
    if (user !== undefined) all.push({ key: `user:${user}`, limit: perUser.requestsPerMinute });
    return all.filter(({ limit }) => limit !== Infinity);
  };
  const orderOf = (user: string | undefined, credits: number): Order => ({
    lease: `request:${crypto.randomUUID()}`,
    user: user ?? "",
    credits,
    // The slot is held while the answer is waited for, and a while longer should the instance die.
    leaseMs: timeouts.submissionMs + timeouts.leaseMs,
    slots: account.concurrentRenders,
    userSlots: user === undefined ? account.concurrentRenders : perUser.concurrentRenders,
    creditsPerDay: account.creditsPerDay,
    userCreditsPerDay: user === undefined ? account.creditsPerDay : perUser.creditsPerDay,
    // Who was refused is taken to be waiting until they have missed their turn to come again.
    waitMs: 3 * comeAgainMs,
  });
  const ticketOf = ({ lease }: Order): Ticket => ({
    bought: async (renderId, ended) => {
      await guard.ask(
        (store) => (ended ? store.release(lease, false) : store.rename(lease, leaseOf(renderId), timeouts.leaseMs)),
        true,
      );
    },
    failed: async (refund) => {
      await guard.ask((store) => store.release(lease, refund), true);
    },
    unknown: async () => {
      await guard.ask((store) => store.renew(lease, timeouts.leaseMs), true);
    },
  });

  return {
    async count(user, paid) {
      const counted = windows(user);
      const wait = counted.length === 0 ? 0 : await guard.ask((store) => store.countRequest(counted));
      if (wait === undefined && paid) throw storeIsDown();
      if (wait) throw new Refused(429, "Too many requests", retryAfter(wait));
    },
    async admit(user, credits) {
      const order = orderOf(user, credits);
      const reserve = async (): Promise<Verdict> => {
        const verdict = await guard.attempt(
          (store) => store.reserve(order),
          (store) => store.release(order.lease, true),
        );
        if (!verdict) throw storeIsDown();
        return verdict;
      };
      let verdict = await reserve();
      // Perhaps renders have ended that nobody looked up.
      if (verdict === "no-slot" && (await sweep())) verdict = await reserve();
      if (verdict === "no-credits") throw new Refused(402, "Not enough credits");
      if (verdict === "no-slot") throw new Refused(429, "Maximum concurrent renders reached", retryAfter(comeAgainMs));
      return ticketOf(order);
    },
  };
}

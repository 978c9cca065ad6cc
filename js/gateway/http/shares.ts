// Divides a resource among users, so that one user cannot use up what everyone needs.

/** How a resource is divided. */
export interface ShareLimits {
  /** What all requests may use together. */
  total: number;
  /** What one user may use. Requests without a user count as two users. */
  perUser: number;
}

/** Why nothing was taken: the user's share or the whole resource is used up. */
export type Refusal = "share" | "total";

export interface Shares {
  /** Takes an amount, or nothing. Returns the reason if it took nothing. */
  take: (user: string | undefined, amount: number) => Refusal | undefined;
  giveBack: (user: string | undefined, amount: number) => void;
}

export function createShares({ total, perUser }: ShareLimits): Shares {
  let used = 0;
  const usedByUser = new Map<string | undefined, number>();
  return {
    take: (user, amount) => {
      const own = (usedByUser.get(user) ?? 0) + amount;
      if (own > (user === undefined ? 2 * perUser : perUser)) return "share";
      if (used + amount > total) return "total";
      used += amount;
      usedByUser.set(user, own);
      return undefined;
    },
    giveBack: (user, amount) => {
      const own = (usedByUser.get(user) ?? 0) - amount;
      used -= amount;
      if (own > 0) usedByUser.set(user, own);
      else usedByUser.delete(user);
    },
  };
}

// Limits the space that reference images take up, with the store's budgets.
import type { ReferenceSettings } from "../options/references.js";
import type { ReservationRequest } from "../stores/store.js";

/** An image counts in each of these parts of its time, so that the images of one part never exceed the limit. */
const PARTS = 4;

/**
 * Builds the request for an image's space. An image that is stored now is gone after `PARTS` more parts of `keepMs`, so it counts in
 * this part and in each of them. What is stored at any time therefore never exceeds the limits.
 */
export function buildSpace(
  { keepMs, maxBytesPerUser, maxTotalBytes }: ReferenceSettings,
  bytes: number,
  user: string | undefined,
): ReservationRequest {
  const partMs = Math.ceil(keepMs / PARTS);
  const now = Math.floor(Date.now() / partMs);
  const parts = Array.from({ length: PARTS + 1 }, (_, index) => now + index);
  const list = (owner: string, limit: number): ReservationRequest["budgets"] =>
    // The part comes first: the name of a user may contain anything.
    parts.map((part) => ({ key: `references-${part}:${owner}`, limit, ttlMs: 2 * keepMs }));
  return {
    lease: `reference:${crypto.randomUUID()}`,
    leaseMs: 1000,
    holder: user ?? "",
    credits: bytes,
    slots: [],
    budgets: [...(user === undefined ? [] : list(`user:${user}`, maxBytesPerUser)), ...list("account", maxTotalBytes)],
    waitMs: 0,
  };
}

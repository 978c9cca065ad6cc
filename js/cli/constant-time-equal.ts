import { createHash, timingSafeEqual } from "node:crypto";

/** Compares two strings in constant time, so that the time reveals nothing about where they differ. */
export function constantTimeEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

// Compares verdicts.
import type { Verdict } from "./rule-types.js";

/** From the most to the least strict. */
const order: readonly Verdict[] = ["forbidden", "conditional", "disclose", "allowed", "unspecified"];

/** Returns the strictest verdict, or `unspecified` if there are none. */
export const strictest = (verdicts: readonly Verdict[]): Verdict =>
  order.find((verdict) => verdicts.includes(verdict)) ?? "unspecified";

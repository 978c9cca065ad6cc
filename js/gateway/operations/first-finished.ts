import type { GatewayEvent } from "../event-types.js";

/** Enough for every render that is looked up repeatedly at the same time. */
const MAX_IDS = 10_000;

/** Returns a function that is false for a `finished` event of a render that it has seen recently. */
export function createFirstFinished(): (event: GatewayEvent) => boolean {
  const seen = new Set<string>();
  return (event) => {
    if (event.type !== "finished") return true;
    if (seen.has(event.renderId)) return false;
    seen.add(event.renderId);
    const [oldest] = seen;
    if (seen.size > MAX_IDS && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

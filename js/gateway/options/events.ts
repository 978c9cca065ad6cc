// Sends events to `onEvent`.
import type { GatewayEvent } from "../types.js";

/** The default `onEvent`: logs what needs attention. */
export function logEvent(event: GatewayEvent): void {
  if (event.type === "failed") console.error(`reroom gateway: ${event.component} failed:`, event.error);
  if (event.type === "outcome-unknown")
    console.error("reroom gateway: a paid request has an unknown outcome. Check your account.", event.error);
  if (event.type === "undelivered")
    console.error(`reroom gateway: gave up on render ${event.renderId}. Fetch it from the service.`, event.error);
}

/**
 * Creates the only function that calls `onEvent`. It replaces errors with safe copies. It ignores errors that `onEvent` throws
 * or rejects with: they must not affect a request or end the process.
 */
export function createEmitter(
  onEvent: (event: GatewayEvent) => unknown,
  toSafeError: (thrown: unknown) => Error,
): (event: GatewayEvent) => void {
  return (event) => {
    try {
      const result = onEvent("error" in event ? { ...event, error: toSafeError(event.error) } : event);
      Promise.resolve(result).catch(() => undefined);
    } catch {
      // There is no other place to report it.
    }
  };
}

// Sends events to `onEvent`.
import type { GatewayEvent } from "../types.js";

/** The default `onEvent`: logs what needs attention. */
export function logEvent(event: GatewayEvent): void {
  if (event.type === "failed") console.error(`reroom gateway: ${event.component} failed:`, event.error);
  if (event.type === "outcome-unknown")
    console.error("reroom gateway: a paid request has an unknown outcome. Check your account.", event.error);
}

/** Ignores errors that `onEvent` throws or rejects with: they must not affect a request or end the process. */
export function createEmitter(onEvent: (event: GatewayEvent) => unknown): (event: GatewayEvent) => void {
  return (event) => {
    try {
      Promise.resolve(onEvent(event)).catch(() => undefined);
    } catch {
      // There is no other place to report it.
    }
  };
}

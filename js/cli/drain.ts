import type { Server } from "node:http";
import type { Gateway } from "../gateway/index.js";

/** After the last order, responses have this long to reach their clients. */
const SEND_MS = 5_000;

/**
 * Ends the process on SIGTERM and SIGINT, once no order is in progress and all responses are sent. A second signal ends it
 * immediately.
 */
export function drainOnSignal(gateway: Gateway, server: Server): void {
  let draining = false;
  const drain = async (): Promise<void> => {
    if (draining) process.exit(1);
    draining = true;
    await gateway.close();
    setTimeout(() => {
      server.closeAllConnections();
    }, SEND_MS).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void drain());
}

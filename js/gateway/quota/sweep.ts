// Frees the slots of renders that ended while no client was watching, for example because the page was closed.
import type { CircuitBreaker } from "../circuit-breaker.js";
import { buildRenderPath } from "../http/routes.js";
import type { Settings } from "../options/read-options.js";
import { findRender } from "../upstream/renders.js";
import type { Send } from "../upstream/send.js";
import { findRenderIds, getRenderLease } from "./leases.js";

/** Looks up every render that holds a slot. Resolves to whether a slot was freed. */
export type Sweep = () => Promise<boolean>;

const MIN_INTERVAL_MS = 5_000;

/** Concurrent sweeps share one run. */
export function createSweep({ timeouts, emit }: Settings, breaker: CircuitBreaker, send: Send): Sweep {
  let lastStart = -Infinity;
  let running: Promise<boolean> | undefined;

  const hasEnded = async (id: string): Promise<boolean> => {
    const request = { method: "GET", path: buildRenderPath(id), timeoutMs: timeouts.upstreamMs } as const;
    const response = await send(request).catch(() => undefined);
    if (response?.status === 404) return true;
    const render = response?.status === 200 ? findRender(response) : undefined;
    if (!render?.ended) return false;
    emit({ type: "finished", renderId: id, status: render.status });
    return true;
  };
  const sweep = async (): Promise<boolean> => {
    const leases = (await breaker.call((store) => store.listLeases())) ?? [];
    const freed = await Promise.all(
      findRenderIds(leases).map(async (id) => {
        const ended = await hasEnded(id);
        if (ended) await breaker.call((store) => store.release(getRenderLease(id)));
        return ended;
      }),
    );
    return freed.includes(true);
  };

  return async () => {
    if (running) return running;
    if (performance.now() < lastStart + MIN_INTERVAL_MS) return false;
    lastStart = performance.now();
    running = sweep().finally(() => {
      running = undefined;
    });
    return running;
  };
}

// Checks the store, the service and the API key.
import type { Health } from "../operation-types.js";
import type { Settings } from "../options/read-options.js";
import { withTimeout } from "../timeout.js";
import type { Send } from "../upstream/send.js";

/** A result is reused for this long, so that frequent checks do not burden the service. */
const CACHE_MS = 10_000;

/** A check takes at most this long. */
const MAX_CHECK_MS = 5_000;

type Checks = Omit<Health, "ok">;

/** Never rejects. */
export function createHealth({ store, timeouts }: Settings, send: Send, isOpen: () => boolean): () => Promise<Health> {
  let last: { time: number; checks: Promise<Checks> } | undefined;

  const checkStore = async (): Promise<Health["store"]> => {
    try {
      // Writes nothing, because there is no such key.
      await withTimeout(store.compareAndSwap("health", undefined, undefined, 1), timeouts.storeMs);
      return "ok";
    } catch {
      return "failed";
    }
  };
  const checkUpstream = async (): Promise<Pick<Checks, "key" | "upstream">> => {
    try {
      const request = { method: "GET", path: "/api/enterprise/status", timeoutMs: MAX_CHECK_MS } as const;
      const { status } = await withTimeout(send(request), MAX_CHECK_MS);
      if (status === 401 || status === 403) return { upstream: "ok", key: "rejected" };
      return status < 300 ? { upstream: "ok", key: "ok" } : { upstream: "failed", key: "unknown" };
    } catch {
      return { upstream: "failed", key: "unknown" };
    }
  };
  const check = async (): Promise<Checks> => {
    const [storeState, upstreamState] = await Promise.all([checkStore(), checkUpstream()]);
    return { store: storeState, ...upstreamState };
  };

  return async () => {
    const now = performance.now();
    if (!last || now >= last.time + CACHE_MS) last = { time: now, checks: check() };
    const checks = await last.checks;
    return { ok: isOpen() && Object.values(checks).every((state) => state === "ok"), ...checks };
  };
}

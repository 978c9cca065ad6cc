// Finds slots of renders that have ended unseen, such as when a visitor closed the page.
import { leaseOf } from "./admission.js";
import { renderIn } from "./answers.js";
import type { Guard } from "./guard.js";
import type { Settings } from "./options.js";
import { lookUpPath } from "./routes.js";
import type { Send } from "./upstream.js";

/** Looks every render that holds a slot up; whether any slot came free. */
export type Sweep = () => Promise<boolean>;

/** Not more often than this, however many are refused. */
const everyMs = 5_000;

/** Looks that go on at the same time are one. */
export function createSweep({ timeouts }: Settings, guard: Guard, send: Send): Sweep {
  let last = -Infinity;
  let running: Promise<boolean> | undefined;

  const hasEnded = async (id: string): Promise<boolean> => {
    const call = { method: "GET", path: lookUpPath(id), timeoutMs: timeouts.upstreamMs } as const;
    const answer = await send(call).catch(() => undefined);
    return answer?.status === 404 || (answer?.status === 200 && renderIn(answer)?.ended === true);
  };
  const sweep = async (): Promise<boolean> => {
    const leases = (await guard.ask((store) => store.leases())) ?? [];
    const prefix = leaseOf("");
    const ids = leases.filter((lease) => lease.startsWith(prefix)).map((lease) => lease.slice(prefix.length));
    const freed = await Promise.all(
      ids.map(async (id) => {
        const ended = await hasEnded(id);
        if (ended) await guard.ask((store) => store.release(leaseOf(id), false));
        return ended;
      }),
    );
    return freed.includes(true);
  };

  return async () => {
    if (running) return running;
    if (performance.now() < last + everyMs) return false;
    last = performance.now();
    running = sweep().finally(() => {
      running = undefined;
    });
    return running;
  };
}

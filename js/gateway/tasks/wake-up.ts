// A timer that does not keep the process running.
import { unref } from "../timeout.js";

export interface WakeUp {
  /** Calls the function after `delayMs`, or earlier if an earlier call is scheduled. */
  schedule(delayMs: number): void;
  stop(): void;
}

/** Some platforms have no timers outside of a request. There, `schedule` does nothing. */
export function createWakeUp(call: () => void): WakeUp {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;
  let stopped = false;
  const fire = (): void => {
    timer = undefined;
    due = Infinity;
    call();
  };
  return {
    schedule(delayMs) {
      const time = performance.now() + delayMs;
      if (stopped || time >= due) return;
      try {
        clearTimeout(timer);
        timer = setTimeout(fire, delayMs);
        due = time;
        unref(timer);
      } catch {
        due = Infinity;
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

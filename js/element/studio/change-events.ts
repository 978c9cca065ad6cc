// Events for changes of the read-only properties.
import type { Result, Snapshot } from "../../studio/index.js";
import { emit } from "../events.js";

/** The read-only properties. */
interface Values {
  readonly results: readonly Result[];
  readonly busy: boolean;
  readonly balance: number | undefined;
}

/** Returns the read-only properties of a studio that has or has not loaded. */
export const valuesOf = (state: Snapshot | undefined): Values => ({
  results: state?.results ?? [],
  busy: state?.job.kind === "busy",
  balance: state?.balance,
});

/** Returns a function that dispatches an event for each property that changed since its last call. */
export function createChangeEvents(element: HTMLElement): (state: Snapshot) => void {
  let last: Values = { results: [], busy: false, balance: undefined };
  return (state) => {
    const { results, busy, balance } = valuesOf(state);
    const before = last;
    last = { results, busy, balance };
    if (results !== before.results) emit(element, "reroom-results", { results });
    if (busy !== before.busy) emit(element, "reroom-busy", { busy });
    if (balance !== before.balance) emit(element, "reroom-balance", { balance });
  };
}

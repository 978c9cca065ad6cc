// How a render stands. Whoever looks keeps its slot alive, and the look that sees its end gives the slot back.
import { leaseOf } from "./admission.js";
import { passOn, refusalOfSilence, renderIn, withId } from "./answers.js";
import type { Guard } from "./guard.js";
import type { Ids } from "./ids.js";
import type { Settings } from "./options.js";
import { Refused } from "./replies.js";
import { lookUpPath } from "./routes.js";
import type { Send } from "./upstream.js";

/** Looks a render up for a user: `given` is the id as the user has it. */
export type LookUp = (given: string, user: string | undefined) => Promise<Response>;

export function createLookUp({ timeouts }: Settings, send: Send, guard: Guard, ids: Ids): LookUp {
  return async (given, user) => {
    const id = await ids.take(given, user);
    if (id === undefined) throw new Refused(404, "Render not found");
    const call = { method: "GET", path: lookUpPath(id), timeoutMs: timeouts.upstreamMs } as const;
    const answer = await send(call).catch((error: unknown) => {
      throw refusalOfSilence(error);
    });
    const render = answer.status === 200 ? renderIn(answer) : undefined;
    if (!render) return passOn(answer);
    await guard.ask((store) =>
      render.ended ? store.release(leaseOf(id), false) : store.renew(leaseOf(id), timeouts.leaseMs),
    );
    return passOn(withId(answer, given));
  };
}

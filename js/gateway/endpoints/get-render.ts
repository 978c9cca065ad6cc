// Returns a render. Every status request keeps the render's slot, until the render has ended.
import { identifyCaller } from "../caller.js";
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError } from "../http/http-error.js";
import { buildRenderPath } from "../http/routes.js";
import type { Settings } from "../options/read-options.js";
import { getRenderLease } from "../quota/leases.js";
import type { SignedValues } from "../signed-values.js";
import { findRender, replaceRenderId } from "../upstream/renders.js";
import { forwardResponse, sendUnpaid } from "../upstream/responses.js";
import type { Send } from "../upstream/send.js";

/** Returns a render by the id that the user has. */
export type GetRender = (signedId: string, caller: Caller) => Promise<Response>;

export function createGetRender(
  { timeouts, emit }: Settings,
  send: Send,
  breaker: CircuitBreaker,
  ids: SignedValues,
): GetRender {
  return async (signedId, caller) => {
    const id = await ids.verify(signedId, caller.user);
    if (id === undefined) throw new HttpError(404, "Render not found");
    const request = { method: "GET", path: buildRenderPath(id), timeoutMs: timeouts.upstreamMs } as const;
    const response = await sendUnpaid(send, request);
    const render = response.status === 200 ? findRender(response) : undefined;
    if (!render) return forwardResponse(response);
    if (render.ended) emit({ type: "finished", ...identifyCaller(caller), renderId: id, status: render.status });
    const lease = getRenderLease(id);
    await breaker.call((store) => (render.ended ? store.release(lease) : store.renew(lease, timeouts.leaseMs)));
    return forwardResponse(replaceRenderId(response, signedId));
  };
}

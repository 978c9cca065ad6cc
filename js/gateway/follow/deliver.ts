// Looks a render up, and passes it to the site's functions once it has ended.
import { identifyCaller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { ArchiveFile, DeliveredRender, FinishedRender } from "../delivery-types.js";
import { buildRenderPath } from "../http/routes.js";
import type { Settings } from "../options/read-options.js";
import { getRenderLease } from "../quota/leases.js";
import { withTimeout } from "../timeout.js";
import { findRender } from "../upstream/renders.js";
import type { RenderState } from "../upstream/renders.js";
import type { Send } from "../upstream/send.js";
import type { FollowedRender } from "./followed-render.js";

/** How long the site's functions may take per attempt. */
export const HOOK_TIMEOUT_MS = 240_000;

/** A status request that takes longer is tried again later. */
export const MAX_LOOKUP_MS = 60_000;

/** One of the site's functions failed. */
export class HookError extends Error {
  override readonly name = "HookError";

  constructor(
    readonly component: "archive" | "onFinished",
    override readonly cause: unknown,
  ) {
    super(`${component} failed`);
  }
}

/** Resolves to false if the render has not ended. Rejects with a `HookError`, or if the render cannot be looked up. */
export type Deliver = (followed: FollowedRender) => Promise<boolean>;

export function createDeliver(settings: Settings, send: Send, breaker: CircuitBreaker): Deliver {
  const { timeouts, emit, archive, onFinished } = settings;
  const timeoutMs = Math.min(timeouts.upstreamMs, MAX_LOOKUP_MS);

  const lookUp = async (id: string): Promise<RenderState> => {
    const response = await send({ method: "GET", path: buildRenderPath(id), timeoutMs });
    const render = response.status === 200 ? findRender(response) : undefined;
    if (!render) throw new Error(`The ReRoom service responded with status ${response.status} and without a render.`);
    return render;
  };

  return async (followed) => {
    const { renderId, charge } = followed;
    const state = await lookUp(renderId);
    const lease = getRenderLease(renderId);
    await breaker.call((store) => (state.ended ? store.release(lease) : store.renew(lease, timeouts.leaseMs)));
    if (!state.ended) return false;
    emit({ type: "finished", ...identifyCaller(charge), renderId, status: state.status });
    const render = describeRender(followed, state);
    const callHook = createCallHook();
    const archived = archive ? await archiveFiles(archive, render, callHook) : {};
    if (onFinished) await callHook("onFinished", () => onFinished({ ...render, ...archived }));
    return true;
  };
}

type Archive = NonNullable<Settings["archive"]>;

/** One file after another, the original first. A failed render has nothing to keep. */
async function archiveFiles(
  archive: Archive,
  render: FinishedRender,
  callHook: CallHook,
): Promise<Partial<DeliveredRender>> {
  const { source, outputs } = render;
  if (outputs.length === 0) return {};
  const keep = async (url: string, kind: ArchiveFile["kind"], suffix: string): Promise<string | undefined> => {
    const name = `${render.renderId.replaceAll(/[^\w-]/g, "_")}-${suffix}`;
    const address = await callHook("archive", () => archive({ url, kind, name, render }));
    return address === undefined ? undefined : String(address);
  };
  const archivedSource = source === undefined ? undefined : await keep(source, "original", "original");
  const archivedOutputs = [];
  for (const [index, url] of outputs.entries()) archivedOutputs.push(await keep(url, "output", `output-${index + 1}`));
  return { ...(archivedSource === undefined ? {} : { archivedSource }), archivedOutputs };
}

type CallHook = <T>(component: HookError["component"], call: () => T | Promise<T>) => Promise<T>;

/** All calls together have one time limit. */
function createCallHook(): CallHook {
  const end = performance.now() + HOOK_TIMEOUT_MS;
  return async (component, call) => {
    try {
      return await withTimeout(Promise.resolve(call()), Math.max(end - performance.now(), 0), false);
    } catch (error) {
      throw new HookError(component, error);
    }
  };
}

function describeRender(followed: FollowedRender, { status, source, outputs }: RenderState): FinishedRender {
  const { charge, renderId, clientRenderId, idempotencyKey } = followed;
  const render: FinishedRender = { ...charge, renderId, clientRenderId, status, outputs };
  if (idempotencyKey !== undefined) render.idempotencyKey = idempotencyKey;
  if (source !== undefined) render.source = source;
  return render;
}

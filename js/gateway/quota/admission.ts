// Rejects requests that cannot succeed, before their body is read. Nothing is reserved yet.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { Route } from "../http/routes.js";
import { TOOL_NAMES } from "../options/limits.js";
import type { Settings } from "../options/read-options.js";
import { createQuotaError, createStoreError, createToolError } from "./quota-errors.js";
import { retryAfterSweep } from "./reservations.js";
import type { BuildRequest } from "./reservations.js";
import type { Sweep } from "./sweep.js";

/**
 * Throws an `HttpError` unless the caller has a free slot, and credits for the cheapest tool of the route. A photo needs no
 * slot, and all its tools count. Other routes always pass.
 */
export type CheckAdmission = (caller: Caller, route: { kind: Route["kind"] }) => Promise<void>;

export function createAdmission(
  { getCost }: Settings,
  breaker: CircuitBreaker,
  sweep: Sweep,
  buildRequest: BuildRequest,
): CheckAdmission {
  return async (caller, { kind }) => {
    if (kind !== "render" && kind !== "upscale" && kind !== "upload") return;
    const tools = listTools(kind).filter((tool) => mayUse(caller, tool));
    if (tools.length === 0) throw createToolError(kind);
    const request = buildRequest(caller, Math.min(...tools.map(getCost)));
    if (kind === "upload") request.slots = [];
    const result = await retryAfterSweep(sweep, () => breaker.call((store) => store.reserve(request, true)));
    if (!result && kind !== "upload") throw createStoreError();
    if (result && result.status !== "granted") throw createQuotaError(result);
  };
}

/** Throws an `HttpError` if `authorize` does not allow the tool. */
export function checkTool(caller: Caller, tool: string): void {
  if (!mayUse(caller, tool)) throw createToolError(tool);
}

const mayUse = ({ tools }: Caller, tool: string): boolean => tools?.includes(tool) ?? true;

function listTools(kind: "render" | "upscale" | "upload"): string[] {
  const tools = Object.keys(TOOL_NAMES);
  if (kind === "upload") return tools;
  return tools.filter((tool) => (tool === "upscale") === (kind === "upscale"));
}

// Returns what the caller has used of their limits, and what is left.
import type { Caller } from "../caller.js";
import { jsonResponse } from "../http/json-response.js";
import type { ReadUsage } from "../quota/usage.js";

export type GetUsage = (caller: Caller) => Promise<Response>;

export function createGetUsage(readUsage: ReadUsage): GetUsage {
  return async (caller) => jsonResponse(200, await readUsage(caller));
}

// The responses of the quota.
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "../http/http-error.js";

export { createStoreError } from "../http/http-error.js";

/** Rejects a request because a limit is reached. */
export function createQuotaError({ status }: { status: "no-slot" | "no-credits" }): HttpError {
  if (status === "no-credits") return new HttpError(402, "Not enough credits");
  return new HttpError(429, "Maximum concurrent renders reached", buildRetryAfter(RETRY_AFTER_MS), "no-slot");
}

/** Rejects a tool that `authorize` does not allow. */
export const createToolError = (tool: string): HttpError =>
  new HttpError(403, `You are not allowed to use the tool "${tool}". Choose another tool.`, {}, "invalid");

// Calls the site's `authorize` function.
import type { Caller } from "./caller.js";
import { HttpError } from "./http/http-error.js";
import type { Settings } from "./options/read-options.js";
import { withTimeout } from "./timeout.js";
import type { Decision } from "./types.js";

/** The caller of an allowed request, or a `Response` to send instead. Throws an `HttpError` if the request is rejected. */
export async function authorizeRequest(
  { authorize, timeouts, emit }: Settings,
  request: Request,
  requestId: string,
): Promise<Response | Caller> {
  let decision: Decision;
  try {
    decision = await withTimeout(Promise.resolve(authorize(request)), timeouts.authorizeMs);
  } catch (error) {
    emit({ type: "failed", component: "authorize", error });
    throw new HttpError(500, "Internal gateway error. Check the server logs.");
  }
  if (decision instanceof Response) return decision;
  if (decision === true) return { requestId };
  if (typeof decision === "object" && typeof decision?.user === "string" && decision.user !== "")
    return { requestId, user: decision.user };
  throw new HttpError(401, "Unauthorized");
}

// Returns the account. Users see their own name and what is left of their budgets instead of the owner's id and balance.
import type { Caller } from "../caller.js";
import { HttpError } from "../http/http-error.js";
import { jsonResponse } from "../http/json-response.js";
import type { Settings } from "../options/read-options.js";
import type { ReadLeft } from "../quota/usage.js";
import { sendUnpaid, toHttpError } from "../upstream/responses.js";
import type { Send, UpstreamResponse } from "../upstream/send.js";

export type GetAccount = (path: string, caller: Caller) => Promise<Response>;

/** The only properties that a client gets, and their types. The service also sends the API key. */
const PROPERTIES = {
  _id: "string",
  uid: "string",
  credits: "number",
  is_active: "boolean",
  is_enterprise: "boolean",
  created_at: "string",
  updated_at: "string",
} as const;

/** The service's value for unlimited credits. */
const UNLIMITED = -1;

export function createGetAccount({ timeouts }: Settings, send: Send, readLeft: ReadLeft): GetAccount {
  return async (path, caller) => {
    const response = await sendUnpaid(send, { method: "GET", path, timeoutMs: timeouts.upstreamMs });
    if (response.status >= 400) throw toHttpError(response);
    const account = selectProperties(response);
    if (caller.user === undefined) return jsonResponse(response.status, account);
    const left = await readLeft(caller);
    const own = { _id: caller.user, uid: caller.user, credits: left === Infinity ? UNLIMITED : left };
    return jsonResponse(response.status, { ...account, ...own });
  };
}

function selectProperties({ body }: UpstreamResponse): Record<string, unknown> {
  if (!body) throw new HttpError(502, "The ReRoom service sent an unexpected response. Try again later.");
  return Object.fromEntries(
    Object.entries(PROPERTIES)
      .filter(([name, type]) => typeof body[name] === type)
      .map(([name]) => [name, body[name]]),
  );
}

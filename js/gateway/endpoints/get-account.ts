// Returns the account without its API key.
import type { Settings } from "../options/read-options.js";
import { forwardResponse, removeKey, sendUnpaid } from "../upstream/responses.js";
import type { Send } from "../upstream/send.js";

export type GetAccount = (path: string) => Promise<Response>;

export function createGetAccount({ timeouts }: Settings, send: Send): GetAccount {
  return async (path) => {
    const response = await sendUnpaid(send, { method: "GET", path, timeoutMs: timeouts.upstreamMs });
    return forwardResponse(removeKey(response));
  };
}

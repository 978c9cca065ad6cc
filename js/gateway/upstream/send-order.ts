// Sends an order to the service once, and classifies what comes back.
import type { HttpError } from "../http/http-error.js";
import { createUnknownOutcome } from "../http/json-response.js";
import type { JsonReply } from "../http/json-response.js";
import { findRender, replaceRenderId } from "./renders.js";
import type { RenderState } from "./renders.js";
import { readError, toHttpError } from "./responses.js";
import type { Send, UpstreamRequest, UpstreamResponse } from "./send.js";
import { UpstreamError } from "./upstream-error.js";

/**
 * What an order led to:
 *
 * - `bought`: a render was bought.
 * - `refused`: the service rejected the order or did not receive it. Nothing was bought.
 * - `failed`: the service reports an error of its own. It does not document whether that costs credits.
 * - `unknown`: a render may have been bought.
 */
export type Outcome =
  | { kind: "bought"; render: RenderState; reply: JsonReply }
  | { kind: "refused"; error: HttpError; cause?: UpstreamError }
  | { kind: "failed"; error: HttpError }
  | { kind: "unknown"; error: unknown; reply: JsonReply };

/**
 * Sends an order. Never rejects: once the order is on its way, an error of any kind is an unknown outcome, unless it is certain
 * that the service has not received the order. `signId` returns the id that the user gets.
 */
export async function sendOrder(
  send: Send,
  request: UpstreamRequest,
  signId: (id: string) => Promise<string>,
): Promise<Outcome> {
  try {
    return await classify(await send(request), signId);
  } catch (error) {
    if (error instanceof UpstreamError && !error.mayBeSent)
      return { kind: "refused", error: error.toHttpError(), cause: error };
    const timedOut = error instanceof UpstreamError && error.kind === "timeout";
    return { kind: "unknown", error, reply: createUnknownOutcome(timedOut ? 504 : 502) };
  }
}

/** The service's responses are shorter. The reply is kept for a day. */
const MAX_REPLY_LENGTH = 2000;

/** Reduces a body that is too long to its only documented content. */
function limitBody({ body }: UpstreamResponse, renderId: string): unknown {
  return JSON.stringify(body).length <= MAX_REPLY_LENGTH ? body : { success: true, data: { render_id: renderId } };
}

async function classify(response: UpstreamResponse, signId: (id: string) => Promise<string>): Promise<Outcome> {
  const { status, body } = response;
  if (status >= 400 && status < 500) return { kind: "refused", error: toHttpError(response) };
  if (status >= 500 && status < 600 && readError(body) !== undefined)
    return { kind: "failed", error: toHttpError(response) };
  const render = status >= 200 && status < 300 ? findRender(response) : undefined;
  if (render) {
    const id = await signId(render.id);
    return { kind: "bought", render, reply: { status: 200, body: limitBody(replaceRenderId(response, id), id) } };
  }
  const error = new Error(`The ReRoom service responded with status ${status} and without a render id.`);
  return { kind: "unknown", error, reply: createUnknownOutcome(status >= 500 && status < 600 ? status : 502) };
}

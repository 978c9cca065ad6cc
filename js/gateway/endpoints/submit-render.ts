// A paid request. It goes out once; its answer is read even if the caller has gone; and where it is not known whether a
// render was bought, the caller is told just that.
import type { Admission, Ticket } from "./admission.js";
import { errOf, refusalOf, renderIn, withId } from "./answers.js";
import { createJsonReader, createRoom, mediaType, orderBytes, sentOnce, upscaleBytes } from "./bodies.js";
import type { Guard } from "./guard.js";
import type { Ids } from "./ids.js";
import { createNotes } from "./notes.js";
import type { Settings } from "./options.js";
import { createOnce, keyOf } from "./repeats.js";
import { Refused, callerGone, json, outcomeUnknown } from "./replies.js";
import type { Reply } from "./replies.js";
import { NoAnswer } from "./upstream.js";
import type { Bill } from "./types.js";
import type { Answer, Send } from "./upstream.js";

/** Orders a render or an upscale. */
export type Purchase = (
  request: Request,
  route: { kind: "render" | "upscale"; path: string },
  user: string | undefined,
) => Promise<Response>;

export function createPurchase(settings: Settings, send: Send, guard: Guard, admission: Admission, ids: Ids): Purchase {
  const { timeouts, costOf, tell, idSecret } = settings;
  const room = createRoom();
  const readJson = createJsonReader(timeouts.bodyMs, room);
  const once = createOnce(createNotes(settings, guard), room);

  return async (request, route, user) => {
    if (mediaType(request) !== "application/json") throw new Refused(415, "Invalid request");
    const order = await readJson(request, route.kind === "upscale" ? upscaleBytes : orderBytes);
    // As it was understood here: what another parser might read out of the caller's own text stays here.
    const body = write(order);
    const credits = costOf(jobOf(route.kind, order));
    const bill: Bill = user === undefined ? { credits } : { credits, user };
    const key = await keyOf(idSecret, user ?? "", route.path, body);
    const asked = { key, bytes: body.length, signal: request.signal };
    const reply = await once(asked, () => buy(request.signal, route.path, body, bill));
    return json(reply.status, reply.body);
  };

  async function buy(signal: AbortSignal, path: string, body: string, bill: Bill): Promise<Reply> {
    const ticket = await admission.admit(bill.user, bill.credits);
    if (signal.aborted) {
      await ticket.failed(true);
      throw callerGone();
    }
    const call = { method: "POST", path, contentType: "application/json", body: sentOnce(body) } as const;
    const answer = await send({ ...call, timeoutMs: timeouts.submissionMs }).catch((error: unknown) => error);
    return isAnswer(answer) ? settle(signal, answer, ticket, bill) : settleSilence(answer, ticket, bill);
  }

  async function settle(signal: AbortSignal, answer: Answer, ticket: Ticket, bill: Bill): Promise<Reply> {
    const { status } = answer;
    if (status >= 400 && (status < 500 || errOf(answer.body) !== undefined)) {
      // Refused, for nothing. Whether what failed inside the service costs something is not documented, so it counts.
      await ticket.failed(status < 500);
      throw refusalOf(answer);
    }
    const render = status < 300 ? renderIn(answer) : undefined;
    if (!render)
      return unknown(ticket, bill, new Error(`The service answered ${status} without a render's id`), status);
    await ticket.bought(render.id, render.ended);
    tell({ type: "bought", renderId: render.id, ...bill, delivered: !signal.aborted });
    const given = await ids.give(render.id, bill.user);
    return { status, body: withId(answer, given).body };
  }

  async function settleSilence(error: unknown, ticket: Ticket, bill: Bill): Promise<Reply> {
    if (error instanceof NoAnswer && error.kind === "unreachable") {
      await ticket.failed(true);
      tell({ type: "failed", part: "upstream", error });
      throw new Refused(502, error.message);
    }
    return unknown(ticket, bill, error, error instanceof NoAnswer && error.kind === "stalled" ? 504 : 502);
  }

  async function unknown(ticket: Ticket, bill: Bill, error: unknown, status: number): Promise<Reply> {
    await ticket.unknown();
    tell({ type: "outcome-unknown", ...bill, error });
    return outcomeUnknown(status >= 500 ? status : 502);
  }
}

function write(order: Record<string, unknown>): string {
  try {
    return JSON.stringify(order);
  } catch {
    // Nested deeper than can be written down.
    throw new Refused(400, "Invalid request");
  }
}

function jobOf(kind: "render" | "upscale", order: Record<string, unknown>): string {
  const { tool } = order;
  return kind === "render" && typeof tool === "string" ? tool : kind;
}

function isAnswer(answer: unknown): answer is Answer {
  return !(answer instanceof Error);
}

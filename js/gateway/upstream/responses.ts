// What callers see of the service's answers: successes as they came, errors as `{ err }` and nothing else.
import { isRecord } from "./bodies.js";
import { Refused, json } from "./replies.js";
import { NoAnswer } from "./upstream.js";
import type { Answer } from "./upstream.js";

/** No documented message is longer. */
const longestErr = 300;

/** The answer to a call that costs nothing. */
export function passOn(answer: Answer): Response {
  if (answer.status >= 400) throw refusalOf(answer);
  if (!answer.body) throw new Refused(502, "The service answered something else than promised");
  return json(answer.status, answer.body);
}

/** The service's own words for an error; of what else is in it, nothing. */
export function refusalOf({ status, retryAfter, body }: Answer): Refused {
  // The visitor's own authorization was fine: that the gateway's is not is no matter of theirs.
  if (status === 401 || status === 403) return new Refused(502, "The service did not accept the gateway's key");
  const headers = retryAfter === undefined ? undefined : { "retry-after": retryAfter };
  return new Refused(status, errOf(body) ?? `The service answered with status ${status}`, headers);
}

/** The message of an error, if it is one. */
export function errOf(body: Answer["body"]): string | undefined {
  const err = body?.["err"];
  return typeof err === "string" && err !== "" ? err.slice(0, longestErr) : undefined;
}

/** What callers are told where a call that costs nothing got no answer. */
export function refusalOfSilence(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof NoAnswer)) throw error;
  return new Refused(error.kind === "stalled" ? 504 : 502, error.message);
}

/** The account without its key. */
export function withoutKey(answer: Answer): Answer {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(([name]) => name !== "key");
    return Object.fromEntries(kept.map(([name, inner]) => [name, strip(inner)]));
  };
  return { ...answer, body: strip(answer.body) as Answer["body"] };
}

/** A render, as an answer of the service tells of it. */
export interface Told {
  id: string;
  /** Whether it has ended. */
  ended: boolean;
}

/** The render that an answer is about: a submission's id, a record, flat or wrapped in `data`, or both of them. */
export function renderIn({ body }: Answer): Told | undefined {
  const data = body?.["data"];
  const told = { ...body, ...(isRecord(data) ? data : undefined) };
  const id = told["render_id"] ?? told["_id"];
  if (typeof id !== "string" || id === "") return undefined;
  return { id, ended: hasEnded(String(told["status"]), told["outputs"]) };
}

/** Words by which this service and comparable ones say that a render is over; the client knows the same. */
const ENDED =
  /^(?:completed|painted|failed|failure|error|errored|canceled|cancelled|aborted|rejected|expired|timed_out)$/i;

/** Whether a render will not change. One with outputs is done, whatever its status is called: they are empty until then. */
const hasEnded = (status: string, outputs: unknown): boolean =>
  ENDED.test(status) || (!["queued", "rendering"].includes(status) && Array.isArray(outputs) && outputs.length > 0);

/** The same answer with another id for its render, wherever it is named. */
export function withId(answer: Answer, id: string): Answer {
  const rename = (record: Record<string, unknown>): Record<string, unknown> => {
    const names = ["render_id", "_id"].filter((name) => name in record);
    return { ...record, ...Object.fromEntries(names.map((name) => [name, id])) };
  };
  const { body } = answer;
  if (!body) return answer;
  const data = body["data"];
  return { ...answer, body: { ...rename(body), ...(isRecord(data) ? { data: rename(data) } : undefined) } };
}

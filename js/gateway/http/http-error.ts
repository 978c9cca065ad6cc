// What a gateway answers by itself.

/** A request that ends here, with the service's form of an error. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly status: number,
    /** What the caller is told. */
    readonly err: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(err);
  }

  toResponse(): Response {
    return json(this.status, { err: this.err }, this.headers);
  }
}

/** What a caller is answered, before it is written down. */
export interface Reply {
  status: number;
  body: unknown;
}

/** A JSON answer that nothing keeps. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/**
 * A paid request went out, and whether a render was bought is not known. Without `err` on purpose: that would say that the
 * service refused it. The client makes `outcome_unknown` of it.
 */
export function outcomeUnknown(status: number): Reply {
  const message = "The request was sent and its outcome is not known: look at the account before sending it again.";
  return { status, body: { outcome: "unknown", message } };
}

/** A refused caller comes again after this long. */
export const comeAgainMs = 5_000;

/** Without the store nothing is bought. */
export function storeIsDown(): Refused {
  return new Refused(503, "No renders can be ordered right now, and none was: try again", retryAfter(comeAgainMs));
}

/** Nobody is there any more to be told this. */
export const callerGone = (): Refused => new Refused(400, "The caller has gone");

/** Seconds for a `Retry-After`. */
export const retryAfter = (ms: number): Record<string, string> => ({ "retry-after": String(Math.ceil(ms / 1000)) });

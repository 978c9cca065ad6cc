// The same order again after its caller left. A browser may repeat a request whose connection broke, and a visitor who saw
// no answer asks again: they get the answer to the first, which is bought already.

/** An order that nobody has had the answer to yet. */
interface Open {
  response: Promise<Response>;
  /** Of the last who asked for it. */
  signal: AbortSignal;
  /** When it is forgotten. */
  until: number;
}

/** An answer that nobody has had is kept for this long. */
const keptMs = 60_000;

/** Buys, or answers what was bought for the same key by a caller who had left before the answer came. */
export type Once = (key: string, signal: AbortSignal, buy: () => Promise<Response>) => Promise<Response>;

export function createOnce(): Once {
  const orders = new Map<string, Open>();
  return async (key, signal, buy) => {
    for (const [other, { until }] of orders) if (until <= Date.now()) orders.delete(other);
    const earlier = orders.get(key);
    const joins = earlier?.signal.aborted === true;
    const order = joins ? { ...earlier, signal } : { response: buy(), signal, until: Infinity };
    orders.set(key, order);
    const forget = (): void => {
      if (orders.get(key) === order) orders.delete(key);
    };
    try {
      const response = (await order.response).clone();
      // Whoever is still there has the answer now.
      if (signal.aborted) order.until = Date.now() + keptMs;
      else forget();
      return response;
    } catch (error) {
      forget();
      throw error;
    }
  };
}

/** A key that two orders share only if they are the same, and the same user's. */
export async function keyOf(...parts: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

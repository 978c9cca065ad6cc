// A small gateway that follows the protocol of idempotency keys, over a service that counts what it sells.
import { json, record } from "./support.mjs";

/** The error of a connection that breaks. */
const lost = () => Promise.reject(new TypeError("lost"));

/**
 * A `fetch` for `clientWith`. `breaks` has the fate of each paid request, in order: `"before"` it arrives, `"after"` its answer
 * is kept, or `"answers"`. `look` may replace the response to a question after an order.
 */
export function gateway({ breaks = [], look, render } = {}) {
  const orders = new Map();
  const log = [];
  let bought = 0;
  const answer = async ({ method, url, headers }) => {
    const { pathname } = new URL(url);
    const last = decodeURIComponent(pathname.split("/").at(-1));
    log.push(`${method} ${pathname.split("/").at(-2) === "orders" ? "orders" : last}`);
    if (pathname.includes("/orders/")) return (await look?.(last, orders)) ?? find(last);
    if (method === "GET") return mark(json(last === "status" ? { credits: -1 } : record({ _id: last })));
    if (pathname.endsWith("/upload")) return mark(json({ success: true, fileName }));
    const fate = breaks.shift() ?? "answers";
    if (fate === "before") return lost();
    if (fate instanceof Response) return fate;
    const key = /^"(.+)"$/.exec(headers.get("idempotency-key"))?.[1];
    const kept = orders.get(key) ?? { status: 200, body: render?.(++bought) ?? submission(++bought) };
    if (key !== undefined) orders.set(key, kept);
    return fate === "after" ? lost() : mark(json(kept.body, kept.status));
  };
  const find = (key) => {
    const kept = orders.get(key);
    return mark(kept ? json({ state: "answered", ...kept }) : json({ err: "Order not found" }, 404));
  };
  const fetch = (request) => answer(request);
  return { fetch, orders, log, bought: () => bought };
}

const fileName = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";
const submission = (number) => ({ success: true, data: { render_id: `r${number}` } });

/** Marks a response as a gateway's. */
export function mark(response) {
  response.headers.set("reroom-gateway", "1");
  return response;
}

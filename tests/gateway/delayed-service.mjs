// A service whose responses the test controls, and requests for orders.
import { expectStatus, paths, renderRequest, site } from "./support.mjs";

/** A service whose `sent` resolves the requests it received. `next()` waits for one more request. */
export function createDelayedService() {
  const sent = [];
  const waiting = [];
  const service = () =>
    new Promise((respond) => {
      sent.push(respond);
      waiting.shift()?.();
    });
  const next = () => new Promise((resolve) => waiting.push(resolve));
  return { service, sent, next };
}

/** Orders a render for a user. `key` is the value of `Idempotency-Key`. */
export function postRender({ gateway }, { user = "ann", key, json = renderRequest, path = paths.render, signal } = {}) {
  const headers = { "content-type": "application/json", "x-user": user };
  if (key !== undefined) headers["idempotency-key"] = key;
  return gateway(new Request(site + path, { method: "POST", body: JSON.stringify(json), headers, signal }));
}

/** Asks what became of an order. */
export const getOrder = ({ gateway }, key, { user = "ann", base = "/api/enterprise" } = {}) =>
  gateway(new Request(`${site}${base}/orders/${encodeURIComponent(key)}`, { headers: { "x-user": user } }));

/** What became of an order, as JSON. */
export const readOrder = async (instance, key, options) =>
  JSON.parse(await expectStatus(await getOrder(instance, key, options), 200));

/** The service's id of a submitted render. */
export const readRenderId = async (response) =>
  JSON.parse(await expectStatus(await response, 200)).data.render_id.split(".")[0];

/** Resolves once a request has read the record of its order, which it would otherwise have written. */
export function waitForClaim(store) {
  const { compareAndSwap } = store;
  return new Promise((resolve) => {
    store.compareAndSwap = async (key, expected, ...args) => {
      const previous = await compareAndSwap(key, expected, ...args);
      if (expected === undefined) resolve();
      return previous;
    };
  });
}

export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

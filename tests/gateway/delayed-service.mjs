// A service whose responses the test controls, and clients that disconnect early.
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

/** Submits a render for a user. */
export const postRender = ({ gateway }, user = "ann", { json = renderRequest, path = paths.render, signal } = {}) => {
  const headers = { "content-type": "application/json", "x-user": user };
  return gateway(new Request(site + path, { method: "POST", body: JSON.stringify(json), headers, signal }));
};

/** The service's id of a submitted render. */
export const readRenderId = async (response) =>
  JSON.parse(await expectStatus(await response, 200)).data.render_id.split(".")[0];

/** Submits a render and disconnects once the service has the request. `lost` is the response that no client reads. */
export async function submitAndDisconnect(instance, next, init) {
  const controller = new AbortController();
  const received = next();
  const lost = postRender(instance, "ann", { signal: controller.signal, ...init });
  await received;
  controller.abort();
  return { lost };
}

export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

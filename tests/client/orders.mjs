// What the tests of orders share: a request, clients over a gateway, and pages that are closed before they have an answer.
import { after } from "node:test";
import { clientWith, fileName, never } from "./support.mjs";
import { scope } from "./service.mjs";

export const request = { file_name: fileName, creativity: "balanced" };
export const image = { file_name: fileName };
export const params = { creativity: "balanced" };
export const minutes = 60_000;

export const over = (server, options) => clientWith({ ...scope(), fetch: server.fetch, ...options });
export const paidCalls = (log) => log.filter((line) => line === "POST render").length;

/** Pages that wait for an answer until the end of the tests, as if they were closed. */
const closed = new AbortController();
after(() => closed.abort());
export const { signal } = closed;
export const leave = (call) => void call.catch(() => {});

/** A `fetch` whose paid requests arrive, but are never answered. */
export const unanswered = (server) => async (sent) => {
  const response = await server.fetch(sent);
  return sent.method === "POST" ? never() : response;
};

// Web Locks for several tabs in one process, as in the standard.
import { after, before } from "node:test";

/** Provides what `read` returns as `navigator.locks` to the tests of a file. */
export function provideLocks(read) {
  const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  before(() => {
    const navigator = {
      get locks() {
        return read();
      },
    };
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  });
  after(() => (own ? Object.defineProperty(globalThis, "navigator", own) : delete globalThis.navigator));
}

/** The locks of an origin. `tab(id)` is a tab's `navigator.locks`; `close(id)` ends the tab. */
export function origin() {
  let held = [];
  let pending = [];

  function grant() {
    const waiting = new Set();
    for (const request of [...pending]) {
      const free = !waiting.has(request.name) && !held.some(({ name }) => name === request.name);
      if (free) {
        pending = pending.filter((other) => other !== request);
        hold(request);
      } else waiting.add(request.name);
    }
  }
  function hold(request) {
    held.push(request);
    const release = () => {
      held = held.filter((other) => other !== request);
      grant();
    };
    const { name } = request;
    const answered = Promise.resolve().then(() => request.run({ name, mode: "exclusive" }));
    answered.then(request.resolve, request.reject);
    answered.then(release, release);
  }
  const tab = (clientId) => ({
    request(name, options, run = options) {
      const { signal, ifAvailable = false } = options;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const request = { name, clientId, run, resolve, reject };
        const taken = [...held, ...pending].some((other) => other.name === name);
        if (ifAvailable && taken) return resolve(Promise.resolve().then(() => run(null)));
        pending.push(request);
        signal?.addEventListener("abort", () => {
          if (!pending.includes(request)) return;
          pending = pending.filter((other) => other !== request);
          reject(signal.reason);
          grant();
        });
        grant();
      });
    },
    async query() {
      const info = ({ name, clientId }) => ({ name, clientId, mode: "exclusive" });
      return { held: held.map(info), pending: pending.map(info) };
    },
  });
  const close = (clientId) => {
    held = held.filter((request) => request.clientId !== clientId);
    pending = pending.filter((request) => request.clientId !== clientId);
    grant();
  };
  const names = () => held.map(({ name }) => name).filter((name) => name.startsWith("reroom slot "));
  return { tab, close, slots: names, left: () => held.length + pending.length };
}

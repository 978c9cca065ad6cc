// The state of the page, if there is one: it decides who may see a key, and when to poll. JavaScript, because each
// platform has only some of these globals.

export const getHostname = () => globalThis.location?.hostname;
export const isHidden = () => globalThis.document?.visibilityState === "hidden";
/** Whether a URL is on another origin than the page. Outside a browser, no URL is. */
export const isCrossOrigin = (url) => {
  const { location } = globalThis;
  return location !== undefined && new URL(url, location.href).origin !== location.origin;
};
export const isOffline = () => globalThis.navigator?.onLine === false;

/** Milliseconds since some moment. For durations: unlike `Date.now()`, it does not jump if the system's clock is set. */
export const getUptime = () => Math.round(performance.now());

/** Draws an idempotency key. Pages without HTTPS have no `randomUUID`. */
export const drawKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Calls `callback` whenever the page becomes visible or goes back online. Returns a function that unsubscribes. */
export function onReturn(callback) {
  const { document } = globalThis;
  const visible = () => void (isHidden() || callback());
  const online = () => callback();
  document?.addEventListener?.("visibilitychange", visible);
  globalThis.addEventListener?.("online", online);
  return () => {
    document?.removeEventListener?.("visibilitychange", visible);
    globalThis.removeEventListener?.("online", online);
  };
}

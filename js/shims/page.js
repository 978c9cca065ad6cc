// The state of the page, if there is one: it decides who may see a key, and when to poll. JavaScript, because each
// platform has only some of these globals.

export const getHostname = () => globalThis.location?.hostname;
export const isHidden = () => globalThis.document?.visibilityState === "hidden";
export const isOffline = () => globalThis.navigator?.onLine === false;

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

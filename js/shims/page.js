// What the page says of itself, as far as it decides who may see a key and when to look at a render. JavaScript, because
// each platform has only a part of it.

export const hostname = () => globalThis.location?.hostname;
export const isHidden = () => globalThis.document?.visibilityState === "hidden";
export const isOffline = () => globalThis.navigator?.onLine === false;

/** Calls `look` whenever the page is shown again or is back online; answers what ends that. */
export function onReturn(look) {
  const { document } = globalThis;
  const shown = () => void (isHidden() || look());
  const online = () => look();
  document?.addEventListener?.("visibilitychange", shown);
  globalThis.addEventListener?.("online", online);
  return () => {
    document?.removeEventListener?.("visibilitychange", shown);
    globalThis.removeEventListener?.("online", online);
  };
}

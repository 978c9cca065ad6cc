// DOM features with fallbacks for environments that lack them, such as jsdom.

/** Scrolls the shortest distance that brings an element into view. */
export function scrollToShow(element: Element | null | undefined): void {
  element?.scrollIntoView?.({ block: "nearest" });
}

/** Creates an object URL. Returns an empty string if object URLs are not supported. */
export const createObjectUrl = (file: Blob): string => URL.createObjectURL?.(file) ?? "";

/** Revokes an object URL. Ignores other URLs. */
export function revokeObjectUrl(url: string): void {
  if (url.startsWith("blob:")) URL.revokeObjectURL(url);
}

/** Runs the callback before the next frame, or in a microtask if there are no frames. */
export function requestFrame(callback: () => void): void {
  (globalThis.requestAnimationFrame ?? queueMicrotask)(callback);
}

/** Captures a pointer, so the element keeps receiving its events outside its bounds. */
export function capturePointer(element: Element, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // The pointer is synthetic (from a test), or the environment does not support capture.
  }
}

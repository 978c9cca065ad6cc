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

// What a page may lack: test runners such as jsdom draw nothing and leave out what only matters on a screen.

/** Scrolls no further than it must to show an element. */
export function reveal(element: Element | null | undefined): void {
  element?.scrollIntoView?.({ block: "nearest" });
}

/** An object URL of a file; empty where there are none. */
export const objectUrl = (file: Blob): string => URL.createObjectURL?.(file) ?? "";

/** Gives the memory of an object URL back. */
export function dropUrl(url: string): void {
  if (url.startsWith("blob:")) URL.revokeObjectURL(url);
}

/** Calls back before the next picture is drawn; at once where nothing is drawn. */
export function beforeDrawing(callback: () => void): void {
  (globalThis.requestAnimationFrame ?? queueMicrotask)(callback);
}

/** Lets an element hear a pointer outside of it, where the pointer is a real one. */
export function capture(element: Element, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // A pointer that a test made, or a page without pointers.
  }
}

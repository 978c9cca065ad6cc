/** Captures a pointer, so the element keeps receiving its events outside its bounds. */
export function capturePointer(element: Element, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // The pointer is synthetic (from a test), or the environment does not support capture.
  }
}

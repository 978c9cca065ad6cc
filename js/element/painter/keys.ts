// The keys of the painter.
import type { Painting } from "./painting.js";

/** Keys that work wherever focus is in the painter, and over the photo while nothing has focus. Returns whether it handled one. */
export function handleToolKey(painting: Painting, event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  // First: on some keyboards, brackets need AltGr, which counts as Ctrl and Alt.
  if (key === "[" || key === "]") painting.resizeBrush(key === "[" ? -1 : 1);
  else if (event.ctrlKey || event.metaKey) return handleShortcut(painting, key, event.shiftKey);
  else if (painting.hasShape && key === "backspace") painting.takeCornerBack();
  else if (painting.hasShape && key === "escape") painting.discardShape();
  else return false;
  return true;
}

function handleShortcut(painting: Painting, key: string, shift: boolean): boolean {
  if (key === "z" && !shift) painting.undo();
  else if (key === "y" || key === "z") painting.redo();
  else return false;
  return true;
}

/** Keys of the drawing area. Returns whether it handled one. */
export function handlePhotoKey(painting: Painting, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return painting.moveFrame(event) || handlePlainKey(painting, event.key);
}

function handlePlainKey(painting: Painting, key: string): boolean {
  switch (key) {
    case "Enter":
      if (painting.hasShape) painting.closeShape();
      else painting.fillFrame();
      return true;
    case "Delete":
    case "Backspace":
      painting.fillFrame(true);
      return true;
    case "x":
    case "X":
      painting.switchMode();
      return true;
    case "+":
    case "=":
      painting.zoom(1);
      return true;
    case "-":
      painting.zoom(-1);
      return true;
    case "0":
      painting.zoom(0);
      return true;
    default:
      return false;
  }
}

/** Pans while Space is held, unless Space presses a button. Returns whether it handles the key. */
export function holdSpace(painting: Painting, event: KeyboardEvent, redraw: () => void): boolean {
  const [target] = event.composedPath();
  if (event.key !== " " || (target instanceof Element && target.matches("button"))) return false;
  if (event.repeat || painting.panning) return true;
  painting.panning = true;
  const release = ({ key }: KeyboardEvent) => {
    if (key !== " ") return;
    document.removeEventListener("keyup", release);
    painting.panning = false;
    // Space alone marks the frame of the keyboard. Dragging hides the frame.
    if (painting.frame) painting.fillFrame();
    redraw();
  };
  document.addEventListener("keyup", release);
  redraw();
  return true;
}

// Photos that a person brings: chosen, dropped or pasted.
import { preloadImaging } from "../imaging.js";

/** Hears the events that bring photos, and hands on the first of each. */
export class Incoming {
  readonly #element: Element;
  readonly #take: (file: File) => void;

  constructor(element: Element, take: (file: File) => void) {
    this.#element = element;
    this.#take = take;
  }

  readonly chosen = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    this.#takeFirst(input.files);
    // So that choosing the same file again is a change.
    input.value = "";
  };

  readonly over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    preloadImaging();
    surface(event).classList.add("over");
  };

  readonly leave = (event: DragEvent): void => {
    surface(event).classList.remove("over");
  };

  readonly drop = (event: DragEvent): void => {
    this.leave(event);
    if (this.#takeFirst(event.dataTransfer?.files)) event.preventDefault();
  };

  /** A photo that is pasted is meant for the element unless it is pasted into something else. */
  readonly paste = (event: ClipboardEvent): void => {
    const inside = event.composedPath().includes(this.#element);
    const elsewhere = event.target instanceof Element && event.target !== document.body && !inside;
    if (!elsewhere) this.#takeFirst(event.clipboardData?.files);
  };

  #takeFirst(files: FileList | null | undefined): boolean {
    const file = files?.[0];
    if (file) this.#take(file);
    return file !== undefined;
  }
}

const surface = (event: Event): Element => event.currentTarget as Element;

// Photo input by file picker, drag and drop, or paste.
import { findDecoder } from "../../client/image-decoders.js";
import { preloadImaging } from "../imaging.js";

/**
 * The types that the file input accepts. WebP is converted here, and HEIC with `reroom/heic`. Without it, HEIC is left out on
 * purpose: phones then convert it to JPEG themselves.
 */
export function acceptedTypes(): string {
  const types = "image/jpeg,image/png,image/webp";
  return findDecoder("heic") ? `${types},image/heic,image/heif,.heic,.heif` : types;
}

/** Handles input events and passes on the first file of each. */
export class PhotoInput {
  readonly #element: Element;
  readonly #onFile: (file: File) => void;

  constructor(element: Element, onFile: (file: File) => void) {
    this.#element = element;
    this.#onFile = onFile;
  }

  readonly onChange = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    this.#takeFirst(input.files);
    // Reset, so that choosing the same file again fires `change`.
    input.value = "";
  };

  readonly onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    preloadImaging();
    surface(event).classList.add("over");
  };

  readonly onDragLeave = (event: DragEvent): void => {
    surface(event).classList.remove("over");
  };

  readonly onDrop = (event: DragEvent): void => {
    this.onDragLeave(event);
    if (this.#takeFirst(event.dataTransfer?.files)) event.preventDefault();
  };

  /** Accepts a pasted photo unless another element on the page has focus. */
  readonly onPaste = (event: ClipboardEvent): void => {
    const inside = event.composedPath().includes(this.#element);
    const elsewhere = event.target instanceof Element && event.target !== document.body && !inside;
    if (!elsewhere) this.#takeFirst(event.clipboardData?.files);
  };

  #takeFirst(files: FileList | null | undefined): boolean {
    const file = files?.[0];
    if (file) this.#onFile(file);
    return file !== undefined;
  }
}

const surface = (event: Event): Element => event.currentTarget as Element;

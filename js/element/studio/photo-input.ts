// Photo input by file picker, drag and drop, or paste.
import { findDecoder } from "../../client/image-decoders.js";
import { preloadImaging } from "../imaging.js";

/**
 * The types that the file input accepts. WebP is converted here, and HEIC with `reroom/heic`. Without it, HEIC is left out on
 * purpose: phones then convert it to JPEG themselves.
 */
export function acceptedTypes(): string {
  const types = "image/jpeg,image/png,image/webp";
  return findDecoder("heic") ? `${types},image/heic,image/heif,.heic,.heif,.hif` : types;
}

/** Names the formats that need no conversion first, and HEIC with `reroom/heic`, in a language. */
export function listFormats(language: string): string {
  const formats = findDecoder("heic") ? ["JPEG", "PNG", "HEIC"] : ["JPEG", "PNG"];
  return new Intl.ListFormat(language, { type: "disjunction" }).format(formats);
}

/** Files that the user chose, dropped or pasted. */
export interface Selection {
  /** The photos. A single file is among them whatever its type, because its check explains what is wrong. */
  readonly photos: readonly File[];
  /** Names of files that are not photos. */
  readonly skipped: readonly string[];
  /** Whether folders were dropped. */
  readonly folders: boolean;
  /** Whether the photos are for the row, and replace none. */
  readonly adding: boolean;
}

/** Handles input events and passes on the files of each. */
export class PhotoInput {
  /** Whether the picker was opened to add photos. */
  adding = false;
  readonly #element: Element;
  readonly #onSelection: (selection: Selection) => void;

  constructor(element: Element, onSelection: (selection: Selection) => void) {
    this.#element = element;
    this.#onSelection = onSelection;
  }

  readonly onChange = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    this.#pass([...(input.files ?? [])], { adding: this.adding });
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
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
    const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
    const folders = files.length < items.length;
    if (
      this.#pass(
        files.filter((file) => file !== null),
        { folders },
      )
    )
      event.preventDefault();
  };

  /** Accepts pasted photos unless another element on the page has focus. */
  readonly onPaste = (event: ClipboardEvent): void => {
    const inside = event.composedPath().includes(this.#element);
    const elsewhere = event.target instanceof Element && event.target !== document.body && !inside;
    if (!elsewhere) this.#pass([...(event.clipboardData?.files ?? [])]);
  };

  /** Returns whether there was anything to pass on. */
  #pass(files: readonly File[], { folders = false, adding = false } = {}): boolean {
    if (files.length === 0 && !folders) return false;
    const photos = files.length === 1 && !folders ? files : files.filter(isPhoto);
    const skipped = files.filter((file) => !photos.includes(file)).map(({ name }) => name);
    this.#onSelection({ photos, skipped, folders, adding });
    return true;
  }
}

const surface = (event: Event): Element => event.currentTarget as Element;

const isFolder = (item: DataTransferItem): boolean => item.webkitGetAsEntry?.()?.isDirectory ?? false;

/** Some systems have no type for HEIC. */
const isPhoto = ({ type, name }: File): boolean => type.startsWith("image/") || /\.(he?i[cf]|avif)$/i.test(name);

// Downloads finished images.
import type { LitElement } from "lit";
import type { Result } from "../../studio/index.js";
import { emit } from "../events.js";
import { markAsAltered } from "../export/lazy.js";
import type { Credentials } from "../export/content-credentials.js";
import { fetchImage } from "../remote-images.js";

/** Result of a download. */
export type SaveResult =
  /** A file was saved. */
  | { readonly kind: "file"; readonly name: string; readonly marked: boolean; readonly credentials: Credentials }
  /** The page cannot read or mark the image. Show a link instead. */
  | { readonly kind: "link"; readonly url: string };

/** Downloads the results of a studio, and remembers how the last download went. */
export class Downloads {
  readonly #element: LitElement;
  #last: { id: string; saved: SaveResult } | undefined;

  constructor(element: LitElement) {
    this.#element = element;
  }

  /** Saves a finished image, shows how that went, and emits `reroom-download`. */
  async save({ id, after, render, name: photo }: Result): Promise<void> {
    const saved = await save(after, photo.replace(/\.\w+$/, "") || `reroom-${id}`);
    this.#last = { id, saved };
    this.#element.requestUpdate();
    if (saved.kind === "link" || !render) return;
    const { name, marked, credentials } = saved;
    emit(this.#element, "reroom-download", { render, name, marked, credentials });
  }

  /** Returns what came of the last download, if it was of this result. */
  of({ id }: Result): SaveResult | undefined {
    return this.#last?.id === id ? this.#last.saved : undefined;
  }
}

/**
 * Downloads an image, marked as altered in its metadata and file name. If the image cannot be read, returns a link instead
 * of opening a window: browsers block windows opened after an await.
 */
async function save(url: string, name: string): Promise<SaveResult> {
  const image = await readImage(url).catch(() => undefined);
  if (!image) return { kind: "link", url };
  const { blob, marked, credentials } = image;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-altered.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // By then, the download has started and no longer needs the URL.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
  return { kind: "file", name: link.download, marked, credentials };
}

async function readImage(url: string) {
  const response = await fetchImage(url);
  return response.ok ? markAsAltered(await response.blob()) : undefined;
}

// URLs of the photos that the page passes to the element.

/** A photo: its URL or a file. */
export type ComparePhoto = string | URL | Blob;

/** Whether this is a file, from any realm. */
const isFile = (photo: ComparePhoto | null | undefined): photo is Blob =>
  typeof (Object(photo) as Partial<Blob>).arrayBuffer === "function";

/** The object URL of a file. It lasts until the next file, or until it is revoked. */
export class FileUrl {
  #file: Blob | undefined;
  #url = "";

  /** Returns the URL of a photo, and an empty string for no photo. */
  of(photo: ComparePhoto | null | undefined): string {
    if (!isFile(photo)) {
      this.revoke();
      return photo ? String(photo) : "";
    }
    if (photo !== this.#file) {
      this.revoke();
      this.#file = photo;
      this.#url = URL.createObjectURL(photo);
    }
    return this.#url;
  }

  revoke(): void {
    if (this.#file) URL.revokeObjectURL(this.#url);
    this.#file = undefined;
  }
}

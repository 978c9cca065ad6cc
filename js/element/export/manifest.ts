// Content Credentials: the C2PA manifest store of a file, which signs the file's bytes.
import { encode, includes, join, startsWith, view } from "./bytes.js";

/** What became of the Content Credentials (C2PA) of a photo that was to be marked. */
export type Credentials =
  /** It had none. */
  | "none"
  /** They were removed, because they sign the photo as it was before. */
  | "removed"
  /** They are still valid: the file is unchanged. */
  | "kept";

/** A manifest store begins with a description box of this UUID. */
const STORE = join([encode("jumdc2pa"), new Uint8Array([0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71])]);
const DESCRIPTION = encode("jumd");
const SUPERBOX = encode("jumb");
const COMMON_IDENTIFIER = encode("JP");

/** What an APP11 segment holds of a JUMBF box (ISO 19566-5). */
export interface Jumbf {
  /** The number of the box. A box can span many segments. */
  readonly box: number;
  /** What kind of box begins in this segment; undefined if the segment continues one. */
  readonly begins: "store" | "other" | undefined;
}

/** Reads the start of an APP11 segment; undefined if it holds no JUMBF, as with the boxes of JPEG XT. */
export function readJumbf(data: Uint8Array): Jumbf | undefined {
  if (!startsWith(data, COMMON_IDENTIFIER) || !startsWith(data, SUPERBOX, 12)) return undefined;
  const numbers = view(data);
  // A length of 1 means that the real one follows in eight more bytes. Then comes the length of the first box inside.
  const inside = (numbers.getUint32(8) === 1 ? 24 : 16) + 4;
  const begins = startsWith(data, DESCRIPTION, inside)
    ? startsWith(data, STORE, inside)
      ? "store"
      : "other"
    : undefined;
  return { box: numbers.getUint16(2), begins };
}

/** Whether a file of any format holds a manifest store. Every format embeds the box as it is. */
export const holdsStore = (bytes: Uint8Array) => includes(bytes, STORE);

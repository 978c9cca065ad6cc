// Content Credentials: the C2PA manifest store of a file, which signs its bytes.
import { encode, includes, join, startsWith, view } from "./bytes.js";

/** What became of the Content Credentials (C2PA) of a photo that was to be marked. */
export type Credentials =
  /** It had none. */
  | "none"
  /** It had some, and they were removed: they sign the photo as it was before. */
  | "removed"
  /** It has them still, and is the same file, bit by bit. */
  | "kept";

/** The box that begins a store names its type by this UUID. */
const STORE = join([encode("jumdc2pa"), new Uint8Array([0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71])]);
const DESCRIPTION = encode("jumd");
const SUPERBOX = encode("jumb");
const COMMON_IDENTIFIER = encode("JP");

/** What an APP11 segment holds of a JUMBF box (ISO 19566-5). */
export interface Jumbf {
  /** Tells the boxes of a file apart; a box may take many segments. */
  readonly box: number;
  /** Whether the box begins here, and what it is. */
  readonly begins: "store" | "other" | undefined;
}

/** Reads the start of an APP11 segment; nothing where it holds no JUMBF, such as the boxes of JPEG XT. */
export function readJumbf(data: Uint8Array): Jumbf | undefined {
  if (!startsWith(data, COMMON_IDENTIFIER) || !startsWith(data, SUPERBOX, 12)) return undefined;
  const numbers = view(data);
  // A box of length 1 says its length in eight bytes more; then comes the length of the first box inside.
  const inside = (numbers.getUint32(8) === 1 ? 24 : 16) + 4;
  const begins = startsWith(data, DESCRIPTION, inside)
    ? startsWith(data, STORE, inside)
      ? "store"
      : "other"
    : undefined;
  return { box: numbers.getUint16(2), begins };
}

/** Whether there is a store anywhere in a file, whatever its format: every one of them holds the box as it is. */
export const holdsStore = (bytes: Uint8Array) => includes(bytes, STORE);

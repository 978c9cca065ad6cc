// Content Credentials: the C2PA manifest store of a file, which signs its bytes.
import { encode, includes, concat, startsWith, dataView } from "./bytes.js";

/** What happened to a photo's Content Credentials (C2PA). */
export type Credentials =
  /** The photo had none. */
  | "none"
  /** They were removed, because they are only valid for the unmarked photo. */
  | "removed"
  /** The file is unchanged, so they are still valid. */
  | "kept";

/** UUID of the description box at the start of a manifest store. */
const STORE = concat([encode("jumdc2pa"), new Uint8Array([0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71])]);
const DESCRIPTION = encode("jumd");
const SUPERBOX = encode("jumb");
const COMMON_IDENTIFIER = encode("JP");

/** The part of a JUMBF box (ISO 19566-5) in an APP11 segment. */
export interface JumbfStart {
  /** The box number. A box can span many segments. */
  readonly box: number;
  /** The kind of box that starts in this segment. Undefined if the segment continues a box. */
  readonly begins: "store" | "other" | undefined;
}

/** Reads the start of an APP11 segment. Returns undefined if it is not JUMBF but, for example, JPEG XT. */
export function readJumbfStart(data: Uint8Array): JumbfStart | undefined {
  if (!startsWith(data, COMMON_IDENTIFIER) || !startsWith(data, SUPERBOX, 12)) return undefined;
  const numbers = dataView(data);
  // A length of 1 means that a 64-bit length follows. After that comes the length of the first inner box.
  const inside = (numbers.getUint32(8) === 1 ? 24 : 16) + 4;
  const begins = startsWith(data, DESCRIPTION, inside)
    ? startsWith(data, STORE, inside)
      ? "store"
      : "other"
    : undefined;
  return { box: numbers.getUint16(2), begins };
}

/** Whether a file contains a manifest store. Works for any format: all embed the box unchanged. */
export const hasManifestStore = (bytes: Uint8Array) => includes(bytes, STORE);

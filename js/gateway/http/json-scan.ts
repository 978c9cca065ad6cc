// Checks the bytes of a JSON text while they arrive. Whatever a body contains, no step of its processing takes long: all of it
// except one long string, the mask, is small, and only the small part is ever parsed.
import { MAX_SMALL_BODY_BYTES } from "./body-limits.js";
import { HttpError } from "./http-error.js";

/** A longer string is a mask. A request without a mask is smaller than this. */
const MIN_LONG_STRING_BYTES = MAX_SMALL_BODY_BYTES / 2;
const MAX_DEPTH = 16;
/** Objects and arrays. */
const MAX_CONTAINERS = 128;
const MAX_VALUES = 1024;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [FIRST_PRINTABLE, LAST_ASCII] = [0x20, 0x7e];
const LOWER_U = 0x75;
const HEX_DIGITS_OF_U = 4;
const ESCAPES = new Set(Array.from('"\\/bfnrtu', (char) => char.charCodeAt(0)));

/** Where the long string is, with its quotes. */
export interface LongString {
  start: number;
  end: number;
}

export interface JsonScan {
  /** Continues to `end`. Throws an `HttpError` if the text is not a possible request. */
  advance: (bytes: Uint8Array, end: number) => void;
  /** The long string, once it has ended. */
  readonly longString: LongString | undefined;
}

export function createJsonScan(): JsonScan {
  let longString: LongString | undefined;
  let at = 0;
  let [depth, containers, values] = [0, 0, 0];
  // The string at this position, or -1 between strings.
  let stringStart = -1;
  let isAscii = true;
  let isEscaped = false;
  let hexDigits = 0;

  const open = (): void => {
    if (++depth > MAX_DEPTH || ++containers > MAX_CONTAINERS) throw createJsonError();
  };
  const close = (): void => {
    if (stringStart >= 0 && at - stringStart > MIN_LONG_STRING_BYTES) {
      if (longString || !isAscii) throw createJsonError();
      longString = { start: stringStart, end: at };
    }
    stringStart = -1;
  };
  /** The loop for most bytes of a mask. */
  const scanString = (bytes: Uint8Array, end: number): void => {
    while (at < end) {
      const byte = bytes[at++] ?? 0;
      if (byte < FIRST_PRINTABLE || byte > LAST_ASCII) isAscii = false;
      if (hexDigits > 0) {
        hexDigits--;
        if (!isHexDigit(byte)) throw createJsonError();
      } else if (isEscaped) {
        isEscaped = false;
        if (!ESCAPES.has(byte)) throw createJsonError();
        if (byte === LOWER_U) hexDigits = HEX_DIGITS_OF_U;
      } else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) {
        close();
        return;
      }
    }
  };
  const scanBetweenStrings = (bytes: Uint8Array, end: number): void => {
    while (at < end) {
      const byte = bytes[at++];
      if (byte === QUOTE) {
        stringStart = at - 1;
        isAscii = true;
        return;
      }
      if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) open();
      else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--;
      else if (byte === COMMA && ++values > MAX_VALUES) throw createJsonError();
    }
  };
  const countLongBytes = (): number => {
    const current = stringStart >= 0 ? at - stringStart : 0;
    return Math.max(longString ? longString.end - longString.start : 0, current > MIN_LONG_STRING_BYTES ? current : 0);
  };
  return {
    advance: (bytes, end) => {
      while (at < end) {
        if (stringStart >= 0) scanString(bytes, end);
        else scanBetweenStrings(bytes, end);
      }
      if (at - countLongBytes() > MAX_SMALL_BODY_BYTES) throw new HttpError(413, "Invalid request");
    },
    get longString() {
      return longString;
    },
  };
}

const isHexDigit = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

export const createJsonError = (): HttpError => new HttpError(400, "Invalid request");

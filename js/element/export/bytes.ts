// Helpers for bytes.

/** Bytes that the `Blob` constructor accepts. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Replaces a range of a file with `bytes`, or removes it. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly bytes?: Uint8Array;
}

/** A JPEG segment, including the fill bytes before it. */
export interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Encodes text as UTF-8. */
export const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** Decodes UTF-8. */
export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Concatenates byte arrays. */
export function concat(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Applies edits to a file. Their ranges must not overlap. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Bytes {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, bytes: replacement } of [...edits].sort(
    (one, other) => one.start - other.start || one.end - other.end,
  )) {
    parts.push(bytes.subarray(at, start));
    if (replacement) parts.push(replacement);
    at = end;
  }
  return concat([...parts, bytes.subarray(at)]);
}

/** Whether the bytes contain `start` at offset `at`. */
export const startsWith = (bytes: Uint8Array, start: Uint8Array, at = 0) =>
  bytes.length >= at + start.length && start.every((byte, index) => bytes[at + index] === byte);

/** Whether the bytes contain `wanted`. */
export function includes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1))
    if (startsWith(bytes, wanted, at)) return true;
  return false;
}

/** Encodes a 32-bit integer in big-endian order. */
export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Creates a `DataView` of the bytes. */
export const dataView = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

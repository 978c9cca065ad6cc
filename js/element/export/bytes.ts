// Bytes, as image files are made of them.

/** Bytes that a Blob can be made of. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A range of a file, and what takes its place. Without `bytes`, nothing does. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly bytes?: Uint8Array;
}

/** A segment of a JPEG, with the fill bytes before it. */
export interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Text as UTF-8. */
export const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** UTF-8 as text. */
export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** One after the other. */
export function join(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The file with these edits made, whose ranges do not overlap. */
export function edited(bytes: Uint8Array, edits: readonly Edit[]): Bytes {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, bytes: replacement } of [...edits].sort(
    (one, other) => one.start - other.start || one.end - other.end,
  )) {
    parts.push(bytes.subarray(at, start));
    if (replacement) parts.push(replacement);
    at = end;
  }
  return join([...parts, bytes.subarray(at)]);
}

/** Whether the bytes have these at a place, by default at their start. */
export const startsWith = (bytes: Uint8Array, start: Uint8Array, at = 0) =>
  bytes.length >= at + start.length && start.every((byte, index) => bytes[at + index] === byte);

/** Whether the bytes have these anywhere. */
export function includes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1))
    if (startsWith(bytes, wanted, at)) return true;
  return false;
}

/** A number as four bytes, the most significant first. */
export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** For reading numbers. */
export const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

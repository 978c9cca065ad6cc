// Bytes, as the files of pictures are made of them.

type Bytes = Uint8Array<ArrayBuffer>;

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

/** Whether they begin so. */
export const startsWith = (bytes: Uint8Array, start: Uint8Array) =>
  bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);

/** A number of four bytes, the first one the greatest. */
export function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The number that four bytes are. */
export const readUint32 = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);

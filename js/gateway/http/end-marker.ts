// Finds the end marker of a JPEG or PNG in a stream.

interface Format {
  start: readonly number[];
  end: readonly number[];
}

const FORMATS: readonly Format[] = [
  { start: [0xff, 0xd8], end: [0xff, 0xd9] },
  { start: [0x89, 0x50, 0x4e, 0x47], end: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82] },
];
const MAX_START_BYTES = 4;
const MAX_END_BYTES = 8;

/**
 * How much data may follow the last end marker. The video in a motion photo is larger, but contains JPEG's two-byte end
 * marker by chance.
 */
const MAX_TRAILING_BYTES = 1024 * 1024;

/** Receives the chunks of a photo. */
export interface EndMarkerScan {
  push: (chunk: Uint8Array) => void;
  /** Always false for data that is neither JPEG nor PNG. */
  isMissing: () => boolean;
}

export function createEndMarkerScan(): EndMarkerScan {
  let start: number[] = [];
  let overlap = new Uint8Array();
  let trailingBytes = Infinity;
  const findFormat = (): Format | undefined =>
    FORMATS.find((format) => format.start.every((byte, index) => byte === start[index]));
  return {
    push: (chunk) => {
      if (start.length < MAX_START_BYTES)
        start = [...start, ...chunk.subarray(0, MAX_START_BYTES)].slice(0, MAX_START_BYTES);
      const bytes = new Uint8Array(overlap.length + chunk.length);
      bytes.set(overlap);
      bytes.set(chunk, overlap.length);
      const at = findLast(bytes, findFormat()?.end ?? []);
      trailingBytes = at >= 0 ? bytes.length - at : trailingBytes + chunk.length;
      overlap = bytes.slice(1 - MAX_END_BYTES);
    },
    isMissing: () => findFormat() !== undefined && trailingBytes > MAX_TRAILING_BYTES,
  };
}

/** The last index of a byte sequence, or -1. Takes time in proportion to the bytes, whatever they are. */
function findLast(bytes: Uint8Array, sequence: readonly number[]): number {
  if (sequence.length === 0) return -1;
  for (let at = bytes.length - sequence.length; at >= 0; at--) {
    let matching = 0;
    while (matching < sequence.length && bytes[at + matching] === sequence[matching]) matching++;
    if (matching === sequence.length) return at;
  }
  return -1;
}

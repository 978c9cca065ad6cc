// Multi-Picture Format (CIPA DC-007): additional images after the first one in a JPEG, such as an HDR gain map.
import { encode, startsWith, dataView, type Edit, type Segment } from "./bytes.js";

const APP2 = 0xe2;
const HEADER = encode("MPF\0");
/** Tag of the image list. An entry has 16 bytes: attributes, size, offset and four more bytes. */
const LIST = 0xb002;
const ENTRY = 16;

/** Returns an edit that corrects the sizes and offsets in the image list after other edits. Empty without a list. */
export function fixPictureOffsets(segments: readonly Segment[], edits: readonly Edit[]): Edit[] {
  const found = segments.find(({ marker, data }) => marker === APP2 && startsWith(data, HEADER));
  const entries = found && readEntries(found);
  if (!found || !entries) return [];
  // Offsets are relative to the data of this segment. All edits are before the additional images.
  const growth = (behind: number) =>
    edits.filter(({ start }) => start >= behind).reduce((sum, edit) => sum + sizeChange(edit), 0);
  const [own, whole] = [growth(found.end), growth(0)];
  const { littleEndian, starts, start, end } = entries;
  const bytes = found.data.slice(start, end);
  const numbers = dataView(bytes);
  for (const at of starts) {
    const [size, offset] = [numbers.getUint32(at + 4, littleEndian), numbers.getUint32(at + 8, littleEndian)];
    // The first image has offset 0. Its size is the size of the file.
    if (offset === 0) numbers.setUint32(at + 4, size + whole, littleEndian);
    else numbers.setUint32(at + 8, offset + own, littleEndian);
  }
  const behind = found.end - found.data.length;
  return [{ start: behind + start, end: behind + end, bytes }];
}

const sizeChange = ({ start, end, bytes }: Edit) => (bytes?.length ?? 0) - (end - start);

interface Entries {
  readonly littleEndian: boolean;
  /** Position of the list in the segment's data, and of the entries in the list. */
  readonly start: number;
  readonly end: number;
  readonly starts: readonly number[];
}

function readEntries({ data }: Segment): Entries | undefined {
  try {
    const numbers = dataView(data.subarray(HEADER.length));
    const littleEndian = numbers.getUint16(0) === 0x4949;
    const directory = numbers.getUint32(4, littleEndian);
    const count = numbers.getUint16(directory, littleEndian);
    for (let at = directory + 2; at < directory + 2 + count * 12; at += 12)
      if (numbers.getUint16(at, littleEndian) === LIST) {
        const length = numbers.getUint32(at + 4, littleEndian);
        const start = HEADER.length + numbers.getUint32(at + 8, littleEndian);
        if (length % ENTRY !== 0 || start + length > data.length) return undefined;
        const starts = Array.from({ length: length / ENTRY }, (_, index) => index * ENTRY);
        return { littleEndian, start, end: start + length, starts };
      }
  } catch {
    // Leave a truncated list unchanged.
  }
  return undefined;
}

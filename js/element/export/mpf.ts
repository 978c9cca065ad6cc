// Further pictures behind the first one of a JPEG (CIPA DC-007, "Multi-Picture Format"), such as the gain map of an HDR photo.
import { encode, startsWith, view, type Edit, type Segment } from "./bytes.js";

const APP2 = 0xe2;
const HEADER = encode("MPF\0");
/** The tag of the list of pictures. An entry is attributes, size and offset in four bytes each, and four more bytes. */
const LIST = 0xb002;
const ENTRY = 16;

/** An edit of the list of pictures, so that its sizes and offsets are right after the other edits. Empty without a list. */
export function withOffsets(segments: readonly Segment[], edits: readonly Edit[]): Edit[] {
  const found = segments.find(({ marker, data }) => marker === APP2 && startsWith(data, HEADER));
  const entries = found && entriesOf(found);
  if (!found || !entries) return [];
  // Offsets are relative to the data of this segment. All edits are before the further pictures.
  const growth = (behind: number) =>
    edits.filter(({ start }) => start >= behind).reduce((sum, edit) => sum + grown(edit), 0);
  const [own, whole] = [growth(found.end), growth(0)];
  const { littleEndian, starts, start, end } = entries;
  const bytes = found.data.slice(start, end);
  const numbers = view(bytes);
  for (const at of starts) {
    const [size, offset] = [numbers.getUint32(at + 4, littleEndian), numbers.getUint32(at + 8, littleEndian)];
    // The first picture is the file itself, with an offset of 0.
    if (offset === 0) numbers.setUint32(at + 4, size + whole, littleEndian);
    else numbers.setUint32(at + 8, offset + own, littleEndian);
  }
  const behind = found.end - found.data.length;
  return [{ start: behind + start, end: behind + end, bytes }];
}

const grown = ({ start, end, bytes }: Edit) => (bytes?.length ?? 0) - (end - start);

interface Entries {
  readonly littleEndian: boolean;
  /** Where the list is in the segment's data, and each entry in the list. */
  readonly start: number;
  readonly end: number;
  readonly starts: readonly number[];
}

function entriesOf({ data }: Segment): Entries | undefined {
  try {
    const numbers = view(data.subarray(HEADER.length));
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
    // A list that is cut off is left as it is.
  }
  return undefined;
}

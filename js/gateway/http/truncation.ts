// Whether a body has come whole. A proxy or a framework that cuts a body at its limit ends the stream as if all was there.
import { Refused } from "./replies.js";

/** Watches the chunks of a body pass. */
export interface Whole {
  pass: (chunk: Uint8Array) => void;
  /** Refuses the body if it ended before it was whole. */
  end: () => void;
}

/** What photos begin and end with: a JPEG's markers, and a PNG's signature and last chunk. */
const kinds = [
  { start: [0xff, 0xd8], end: [0xff, 0xd9] },
  { start: [0x89, 0x50, 0x4e, 0x47], end: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82] },
];
const longestEnd = 8;

/** So much may follow a photo's end. A film behind a photo is longer, but has the two bytes of a JPEG's end by chance. */
const mostBehind = 1024 * 1024;

/** By the size that the request announces; of a photo without one, by its end. */
export function watchWhole(request: Request, isPhoto: boolean): Whole {
  const announced = announcedBytes(request);
  const ending = isPhoto && announced === undefined ? watchEnd() : undefined;
  let received = 0;
  return {
    pass: (chunk) => {
      received += chunk.byteLength;
      ending?.pass(chunk);
    },
    end: () => {
      if (announced !== undefined && received < announced) throw cut(`Only ${received} of ${announced} bytes arrived`);
      if (ending?.isMissing()) throw cut(`This photo breaks off after ${received} bytes`);
    },
  };
}

/** Looks for a photo's end. What is no photo has none, and misses none. */
function watchEnd(): { pass: (chunk: Uint8Array) => void; isMissing: () => boolean } {
  let first: number[] = [];
  let carried = new Uint8Array();
  let behind = Infinity;
  const kind = (): (typeof kinds)[number] | undefined =>
    kinds.find(({ start }) => start.every((byte, index) => byte === first[index]));
  return {
    pass: (chunk) => {
      if (first.length < 4) first = [...first, ...chunk.subarray(0, 4)].slice(0, 4);
      const bytes = new Uint8Array(carried.length + chunk.length);
      bytes.set(carried);
      bytes.set(chunk, carried.length);
      const at = lastIndexOf(bytes, kind()?.end ?? []);
      behind = at >= 0 ? bytes.length - at : behind + chunk.length;
      carried = bytes.slice(1 - longestEnd);
    },
    isMissing: () => kind() !== undefined && behind > mostBehind,
  };
}

/** Where a sequence of bytes is last, or -1. */
function lastIndexOf(bytes: Uint8Array, sequence: readonly number[]): number {
  const [head] = sequence;
  if (head === undefined) return -1;
  for (let from = bytes.length; from > 0;) {
    const at = bytes.lastIndexOf(head, from - 1);
    if (at < 0 || sequence.every((byte, index) => byte === bytes[at + index])) return at;
    from = at;
  }
  return -1;
}

/** The size of the body as it was sent, where the platform has not unpacked it since. */
function announcedBytes({ headers }: Request): number | undefined {
  const length = headers.get("content-length") ?? "";
  return /^\d+$/.test(length) && !headers.has("content-encoding") ? Number(length) : undefined;
}

const cut = (found: string): Refused => new Refused(413, `${found}: something cut this upload. ${raiseLimit}`);

const raiseLimit = "Raise the limit for request bodies of the server or proxy in front of the gateway.";

/** What is said of a body that could not be read. Servers that have a limit of their own give such errors the status 413. */
export function unreadable(error: unknown): Refused {
  const { status, statusCode, message } = (error ?? {}) as Record<string, unknown>;
  if (status !== 413 && statusCode !== 413) return new Refused(400, "Connection error. Try again.");
  const reason = typeof message === "string" && message !== "" ? `: ${message.slice(0, 200).replace(/\.$/, "")}` : "";
  return new Refused(413, `The server's own limit for request bodies stopped this upload${reason}. ${raiseLimit}`);
}

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

/** Limits of bodies are multiples of this. */
const limitStep = 64 * 1024;

/** By the size that the request announces; of a photo without one, by its last bytes. */
export function watchWhole(request: Request, isPhoto: boolean): Whole {
  const announced = announcedBytes(request);
  let received = 0;
  let first: number[] = [];
  let last: number[] = [];
  return {
    pass: (chunk) => {
      received += chunk.byteLength;
      if (!isPhoto || announced !== undefined) return;
      if (first.length < 4) first = [...first, ...chunk.subarray(0, 4)].slice(0, 4);
      last = [...last, ...chunk.subarray(-8)].slice(-8);
    },
    end: () => {
      if (announced !== undefined && received < announced) throw cut(`${received} of ${announced}`);
      // A whole photo may have something else behind its end, but is hardly ever as large as a limit.
      if (isLimit(received) && hasNoEnd(first, last)) throw cut(`the first ${received}`);
    },
  };
}

/** The size of the body as it was sent, where the platform has not unpacked it since. */
function announcedBytes({ headers }: Request): number | undefined {
  const length = headers.get("content-length") ?? "";
  return /^\d+$/.test(length) && !headers.has("content-encoding") ? Number(length) : undefined;
}

const isLimit = (bytes: number): boolean => bytes > 0 && bytes % limitStep === 0;

/** Whether this is a photo by its first bytes, and not by its last. */
function hasNoEnd(first: readonly number[], last: readonly number[]): boolean {
  const kind = kinds.find(({ start }) => start.every((byte, index) => byte === first[index]));
  return kind !== undefined && !kind.end.every((byte, index) => byte === last[last.length - kind.end.length + index]);
}

const cut = (arrived: string): Refused =>
  new Refused(413, `Only ${arrived} bytes of this upload arrived. ${raiseLimit}`);

const raiseLimit = "Raise the limit for request bodies of the server or proxy in front of the gateway.";

/** What is said of a body that could not be read. Servers that have a limit of their own give such errors the status 413. */
export function unreadable(error: unknown): Refused {
  const { status, statusCode, message } = (error ?? {}) as Record<string, unknown>;
  if (status !== 413 && statusCode !== 413) return new Refused(400, "Connection error. Try again.");
  const reason = typeof message === "string" && message !== "" ? `: ${message.slice(0, 200)}` : "";
  return new Refused(413, `The server's own limit for request bodies stopped this upload${reason}. ${raiseLimit}`);
}

// Callers' bodies: counted while they pass, never waited for without end, and read into memory only where they are JSON.
import { Refused, comeAgainMs, retryAfter } from "./replies.js";
import { TimedOut, within } from "./time.js";
import type { Watch } from "./watch.js";
import { unreadable, watchWhole } from "./whole.js";

/** The service takes no larger photo. */
export const photoBytes = 15 * 1024 * 1024;

/** The largest JSON that a render needs: a mask of 4096² that no compression makes smaller, and the rest of the request. */
export const orderBytes = base64(grayPng(4096)) + 64 * 1024;

/** An upscale names a photo, and no more. */
export const upscaleBytes = 64 * 1024;

/** What all bodies that are being read into memory, or wait in it, may take together. */
const mostInMemory = 4 * orderBytes;

/** A whole body may take so many times as long as a pause in it. */
const longest = 20;

/** The bytes of an 8-bit grey PNG whose data stays as long as it is. */
function grayPng(side: number): number {
  const rows = side * (side + 1);
  const stored = rows + 5 * Math.ceil(rows / 65_535) + 6;
  return 8 + 25 + 12 + stored + 12;
}

function base64(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The chunks of a body: `next` gives `undefined` at its end, `stop` lets go of it. */
interface Chunks {
  next: () => Promise<Uint8Array | undefined>;
  stop: () => void;
}

/** Refuses a body that is larger than `most`, pauses for longer than `ms`, does not end, or ends too early. */
function chunksOf(request: Request, most: number, ms: number, tooLarge: string, isPhoto: boolean): Chunks {
  const reader = bodyOf(request, most, tooLarge).getReader();
  const whole = watchWhole(request, isPhoto);
  const deadline = performance.now() + ms * longest;
  let received = 0;
  // What is left is not read, and whether that can be said to its sender is all the same.
  const stop = (): void => void reader.cancel().catch(() => undefined);
  const read = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await within(reader.read(), Math.max(0, Math.min(ms, deadline - performance.now())));
    if (done) {
      whole.end();
      return undefined;
    }
    whole.pass(value);
    received += value.byteLength;
    if (received > most) throw new Refused(413, tooLarge);
    return value;
  };
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      return await read();
    } catch (error) {
      stop();
      if (error instanceof Refused) throw error;
      if (error instanceof TimedOut) throw new Refused(408, "The request took too long");
      throw unreadable(error);
    }
  };
  return { next, stop };
}

/** A photo that passes chunk by chunk, as an exchange asks for it; the exchange is given up where it is refused. */
export function passPhoto(request: Request, ms: number): (watch: Watch) => ReadableStream<Uint8Array> {
  const chunks = chunksOf(request, photoBytes, ms, "Max file size: 15MB", true);
  return (watch) => {
    // However the exchange ends: a service that answers early, too, reads no further.
    watch.signal.addEventListener("abort", chunks.stop);
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      try {
        const chunk = await chunks.next();
        watch.progress();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      } catch (error) {
        // First: some platforms end a request properly whose body has failed, and half a photo would seem whole.
        watch.giveUp(error);
        controller.error(error);
      }
    };
    return new ReadableStream({ pull });
  };
}

/**
 * A body that can be sent once. A text can be sent again, and a platform may do so by itself where a kept-alive connection
 * broke before any answer came, as Deno does: that would buy a second render.
 */
export function sentOnce(text: string): () => ReadableStream<Uint8Array> {
  return () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    });
}

/** The memory that bodies share. */
export interface Room {
  /** Takes so many bytes, or refuses the request that they are of. */
  take: (bytes: number) => void;
  give: (bytes: number) => void;
}

export function createRoom(): Room {
  let left = mostInMemory;
  return {
    take: (bytes) => {
      if (bytes > left) throw new Refused(503, "Too many requests at once", retryAfter(comeAgainMs));
      left -= bytes;
    },
    give: (bytes) => {
      left += bytes;
    },
  };
}

/** Reads JSON objects, as far as there is room. */
export function createJsonReader(
  ms: number,
  room: Room,
): (request: Request, most: number) => Promise<Record<string, unknown>> {
  return async (request, most) => {
    const source = chunksOf(request, most, ms, "Invalid request", false);
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for (let chunk = await source.next(); chunk; chunk = await source.next()) {
        room.take(chunk.byteLength);
        length += chunk.byteLength;
        chunks.push(chunk);
      }
      return parseObject(join(chunks, length));
    } finally {
      source.stop();
      room.give(length);
    }
  };
}

function bodyOf(request: Request, most: number, tooLarge: string): ReadableStream<Uint8Array> {
  if (request.bodyUsed)
    throw new Error("The request's body was read before the gateway could: authorize, or a body parser before it.");
  if (Number(request.headers.get("content-length") ?? 0) > most) throw new Refused(413, tooLarge);
  return request.body ?? new Blob([]).stream();
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refused(400, "Invalid request");
  }
  if (!isRecord(value)) throw new Refused(400, "Invalid request");
  return value;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The media type of a body, without parameters, in lower case. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

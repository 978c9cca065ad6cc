// Reads request bodies that are JSON objects. A mask is never parsed or copied into a string: it stays in the buffer that it
// arrived in until it is sent to the service.
import { isRecord } from "../is-record.js";
import { MAX_SMALL_BODY_BYTES } from "./body-limits.js";
import { createJsonError, createJsonScan } from "./json-scan.js";
import type { LongString } from "./json-scan.js";
import type { BodyMemory, MemoryBudget } from "./memory-budget.js";
import { readBytes } from "./read-bytes.js";
import { MAX_BYTES_PER_TURN } from "./turns.js";

const MAX_SENT_CHUNK_BYTES = 64 * 1024;

/** A body that is a JSON object. It uses memory until it has been sent or released. */
export interface JsonBody {
  /** The parsed object, which you may change. A mask over 32 KiB is replaced by a placeholder. */
  params: Record<string, unknown>;
  /** Returns a text that is the same only for equal bodies. */
  describe: () => Promise<string>;
  /** Creates the body to send: `params` with the mask. Frees the memory as soon as the service has received it. Call it once. */
  createStream: () => ReadableStream<Uint8Array>;
  /** Frees the memory. */
  release: () => void;
}

/** Reads a body of at most `maxBytes` as a JSON object. */
export type ReadJson = (request: Request, maxBytes: number, user: string | undefined) => Promise<JsonBody>;

export function createJsonReader(pauseMs: number, budget: MemoryBudget): ReadJson {
  return async (request, maxBytes, user) => {
    const memory = budget.open(user);
    try {
      const scan = createJsonScan();
      const limits = { maxBytes, pauseMs, tooLarge: "Invalid request", isPhoto: false };
      const bytes = await readBytes(request, limits, memory, scan.advance);
      return createJsonBody(bytes, scan.longString, memory);
    } catch (error) {
      memory.release();
      throw error;
    }
  };
}

function createJsonBody(bytes: Uint8Array, longString: LongString | undefined, memory: BodyMemory): JsonBody {
  if (bytes.length <= MAX_SMALL_BODY_BYTES) return createSmallBody(parseObject(bytes), memory);
  // A text this long that has no complete long string is cut off in the middle of it.
  if (!longString) throw createJsonError();
  const placeholder = crypto.randomUUID();
  const params = parseObject(
    concatenate([
      bytes.subarray(0, longString.start),
      encode(JSON.stringify(placeholder)),
      bytes.subarray(longString.end),
    ]),
  );
  if (params["mask"] !== placeholder) throw createJsonError();
  return createMaskBody(params, placeholder, bytes.subarray(longString.start, longString.end), memory);
}

function createSmallBody(params: Record<string, unknown>, { release }: BodyMemory): JsonBody {
  return {
    params,
    describe: () => Promise.resolve(JSON.stringify([params])),
    // Serialized again, so that the service cannot parse it differently than the gateway did.
    createStream: () => createByteStream([encode(JSON.stringify(params))], release),
    release,
  };
}

/** `literal` is the mask with its quotes. */
function createMaskBody(
  params: Record<string, unknown>,
  placeholder: string,
  literal: Uint8Array,
  memory: BodyMemory,
): JsonBody {
  let mask: Uint8Array | undefined = literal;
  const takeMask = (): Uint8Array => {
    if (!mask) throw new Error("The request body has been released.");
    return mask;
  };
  const release = (): void => {
    mask = undefined;
    memory.release();
  };
  return {
    params,
    describe: async () => {
      const bytes = takeMask();
      const digests: number[] = [];
      // In parts, because the platform copies what it digests.
      for (let at = 0; at < bytes.length; at += MAX_BYTES_PER_TURN) {
        const part = bytes.subarray(at, at + MAX_BYTES_PER_TURN);
        digests.push(...new Uint8Array(await crypto.subtle.digest("SHA-256", part as Uint8Array<ArrayBuffer>)));
      }
      return JSON.stringify([{ ...params, mask: null }, digests]);
    },
    createStream: () => {
      const [head = "", ...rest] = JSON.stringify(params).split(JSON.stringify(placeholder));
      const tail = rest.flatMap((text) => [takeMask(), encode(text)]);
      const stream = createByteStream([encode(head), ...tail], release);
      mask = undefined;
      return stream;
    },
    release,
  };
}

/**
 * A stream of copies, so that whoever sends it does not keep the whole body in memory. Unlike a string, a platform cannot send
 * it a second time: Deno's `fetch` repeats a request if a keep-alive connection breaks before the response, which would buy a
 * second render.
 */
function createByteStream(parts: Uint8Array[], onEnd: () => void): ReadableStream<Uint8Array> {
  let rest = parts;
  const end = (): void => {
    rest = [];
    onEnd();
  };
  return new ReadableStream(
    {
      pull: (controller) => {
        const [first, ...others] = rest;
        if (!first) {
          end();
          controller.close();
          return;
        }
        controller.enqueue(first.slice(0, MAX_SENT_CHUNK_BYTES));
        rest = first.length > MAX_SENT_CHUNK_BYTES ? [first.subarray(MAX_SENT_CHUNK_BYTES), ...others] : others;
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function concatenate(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw createJsonError();
  }
  if (!isRecord(value)) throw createJsonError();
  return value;
}

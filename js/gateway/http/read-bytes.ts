// Reads a request's body into memory.
import type { BodyLimits } from "./body-reader.js";
import { createBodyReader } from "./body-reader.js";
import type { BodyMemory } from "./memory-budget.js";
import { readContentLength } from "./truncation.js";

/** Enough for most requests without a mask. */
const FIRST_BUFFER_BYTES = 4096;

/** Reads a body. `onProgress` gets the buffer and how much of it is filled after every chunk. */
export async function readBytes(
  request: Request,
  limits: BodyLimits,
  memory: BodyMemory,
  onProgress: (buffer: Uint8Array, length: number) => void = () => undefined,
): Promise<Uint8Array> {
  const { maxBytes } = limits;
  const reader = createBodyReader(request, limits);
  let buffer = new Uint8Array();
  let length = 0;
  const grow = (capacity: number): void => {
    memory.resize(capacity);
    const larger = new Uint8Array(capacity);
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  try {
    // Reserves the whole size first: otherwise, several large bodies would each get a part and block each other.
    grow(Math.min(readContentLength(request) ?? FIRST_BUFFER_BYTES, maxBytes));
    for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
      const needed = length + chunk.byteLength;
      if (needed > buffer.length) grow(Math.min(Math.max(2 * buffer.length, needed), maxBytes));
      buffer.set(chunk, length);
      length = needed;
      onProgress(buffer, length);
    }
  } finally {
    reader.cancel();
  }
  return buffer.subarray(0, length);
}

// Reads request bodies that are JSON objects.
import { isRecord } from "../is-record.js";
import { createBodyReader } from "./body-reader.js";
import { HttpError } from "./http-error.js";
import type { MemoryBudget } from "./memory-budget.js";

/** Reads a body of at most `maxBytes` as a JSON object. */
export type ReadJson = (request: Request, maxBytes: number) => Promise<Record<string, unknown>>;

export function createJsonReader(pauseMs: number, memory: MemoryBudget): ReadJson {
  return async (request, maxBytes) => {
    const reader = createBodyReader(request, { maxBytes, pauseMs, tooLarge: "Invalid request", isPhoto: false });
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for (let chunk = await reader.next(); chunk; chunk = await reader.next()) {
        memory.reserve(chunk.byteLength);
        length += chunk.byteLength;
        chunks.push(chunk);
      }
      return parseObject(concatenate(chunks, length));
    } finally {
      reader.cancel();
      memory.release(length);
    }
  };
}

function concatenate(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, "Invalid request");
  }
  if (!isRecord(value)) throw new HttpError(400, "Invalid request");
  return value;
}

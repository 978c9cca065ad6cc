// Reads bodies up to a limit.
import type { ImageBytes } from "./types.js";

/** One byte over the service's upload limit, so larger bodies can be detected. */
const MAX_BODY_BYTES = 15 * 1024 * 1024 + 1;
/** How much of a body is read and discarded before the stream is canceled. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** Reads a request body, truncated to the limit. Drains the rest, so the sender can finish. */
export async function readRequest(request: Request): Promise<Uint8Array> {
  if (request.method === "GET" || request.method === "HEAD") return new Uint8Array();
  // In Firefox, `Request.body` is undefined.
  if (!request.body) return new Uint8Array(await request.arrayBuffer()).subarray(0, MAX_BODY_BYTES);
  return (await readStream(request.body, MAX_DRAINED_BYTES)).subarray(0, MAX_BODY_BYTES);
}

/** Reads a response body. Returns undefined if it is over the limit. */
export async function readResponse(response: Response): Promise<Uint8Array | undefined> {
  if (!response.body) return new Uint8Array();
  const bytes = await readStream(response.body, MAX_BODY_BYTES);
  return bytes.length < MAX_BODY_BYTES ? bytes : undefined;
}

/** Reads a stream. Keeps bytes up to the limit, and cancels the stream after `maxBytes`. */
async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let kept = 0;
  for (let received = 0; received < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, kept);
    received += value.length;
    if (kept >= MAX_BODY_BYTES) continue;
    chunks.push(value);
    kept += value.length;
  }
  await reader.cancel();
  return join(chunks, kept);
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Reads the bytes of a fixture's image. */
export async function imageBytes(image: ImageBytes | undefined): Promise<Uint8Array> {
  if (typeof image !== "object") throw notAnImage();
  // Not `instanceof`: in test environments, values may come from another realm.
  if (ArrayBuffer.isView(image)) return new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
  return new Uint8Array("arrayBuffer" in image ? await image.arrayBuffer() : image);
}

const notAnImage = () =>
  new TypeError("The photo and the result of a fixture must be a Blob, ArrayBuffer or Uint8Array, not a path or URL.");

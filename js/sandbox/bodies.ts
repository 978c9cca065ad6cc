// Bodies, read no further than is needed.
import type { ImageBytes } from "./types.js";

/** The service takes no more; one byte over it shows that there was more. */
const limit = 15 * 1024 * 1024 + 1;
/** What a sender may still send into the void before it is cut off. */
const drained = 64 * 1024 * 1024;

/** A request's body, or its first bytes where it is over the limit. The rest is taken in, so that the sender can finish. */
export async function readRequest(request: Request): Promise<Uint8Array> {
  if (request.method === "GET" || request.method === "HEAD") return new Uint8Array();
  // Firefox gives no stream of a request's body.
  if (!request.body) return new Uint8Array(await request.arrayBuffer()).subarray(0, limit);
  return (await readStream(request.body, drained)).subarray(0, limit);
}

/** A response's body; `undefined` where it is over the limit. */
export async function readResponse(response: Response): Promise<Uint8Array | undefined> {
  if (!response.body) return new Uint8Array();
  const bytes = await readStream(response.body, limit);
  return bytes.length < limit ? bytes : undefined;
}

/** The beginning of a stream, kept up to the limit; the stream is cancelled once so many bytes have come. */
async function readStream(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let kept = 0;
  for (let received = 0; received < most;) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, kept);
    received += value.length;
    if (kept >= limit) continue;
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

/** The bytes of an image. */
export async function imageBytes(image: ImageBytes): Promise<Uint8Array> {
  // Not `instanceof`: in test environments, bytes and files may be another realm's.
  if (ArrayBuffer.isView(image)) return new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
  return new Uint8Array("arrayBuffer" in image ? await image.arrayBuffer() : image);
}

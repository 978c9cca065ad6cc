// Decodes on the current thread, for pages that cannot start a worker, and in workers.
import { decode } from "../../pkg/heic_decode.js";

/** Decodes a photo in pieces, so that the page can respond in between. `stopped` rejects when it must stop. */
export function decodeHere(module: WebAssembly.Module, photo: Blob, stopped: Promise<never>): Promise<ImageBitmap> {
  const next = () => new Promise<void>((resolve) => setTimeout(resolve));
  return decode(module, photo, () => Promise.race([stopped, next()]));
}

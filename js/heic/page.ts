// Decodes in a page: in a worker, or on the current thread.
import type { Decode } from "./decoder.js";
import { decodeHere } from "./here.js";
import { startWorker } from "./worker.js";

/** Decodes a photo in a worker if one can start. */
export const decodeInPage: Decode = async (module, photo, stopped) => {
  const worker = await startWorker(stopped);
  try {
    return await (worker ? worker.decode(module, photo) : decodeHere(module, photo, stopped));
  } finally {
    worker?.terminate();
  }
};

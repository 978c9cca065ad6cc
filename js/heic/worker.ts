// Starts a worker from a string, which needs no separate file: bundlers differ in how they find those.
import { text } from "../../pkg/heic_worker.js";

/** How long a worker may take to start, in milliseconds. */
const START = 3000;

/** A worker for one photo. */
export interface HeicWorker {
  /** Decodes the photo. Rejects with what the wasm rejects with, in an `Error`. */
  decode(module: WebAssembly.Module, photo: Blob): Promise<ImageBitmap>;
  /** Ends the worker, also while it decodes. */
  terminate(): void;
}

/** Starts a worker. Resolves to `undefined` if this page cannot, for example without `worker-src blob:`. */
export async function startWorker(stopped: Promise<never>): Promise<HeicWorker | undefined> {
  if (typeof document === "undefined" || typeof Worker === "undefined") return undefined;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  let worker: Worker | undefined;
  try {
    worker = new Worker(url);
    await answer(worker, new Promise((_, reject) => setTimeout(reject, START)));
  } catch {
    worker?.terminate();
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
  const started = worker;
  return {
    async decode(module, photo) {
      started.postMessage({ module, photo });
      const { bitmap, error } = await answer<{ bitmap?: ImageBitmap; error?: string }>(started, stopped);
      if (!bitmap) throw new Error(error);
      return bitmap;
    },
    terminate: () => {
      started.terminate();
    },
  };
}

/** The next message of a worker. */
function answer<Message>(worker: Worker, stopped: Promise<never>): Promise<Message> {
  const message = new Promise<Message>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      resolve(data);
    };
    worker.onerror = worker.onmessageerror = () => {
      reject(new Error("the worker failed"));
    };
  });
  return Promise.race([message, stopped]);
}

// Decodes on a server: in a worker thread, which has no canvas.
import { text } from "../../pkg/heic_worker.js";
import type { DecodedImage } from "../client/image-decoders.js";
import type { Decode } from "./decoder.js";

/** Provides what the script of the page's worker uses: messages, and a canvas that only keeps pixels. */
const prelude = `
const { parentPort } = process.getBuiltinModule("node:worker_threads");
parentPort.on("message", (data) => onmessage({ data }));
globalThis.postMessage = (message) => parentPort.postMessage(message, message.bitmap ? [message.bitmap.data.buffer] : []);
globalThis.ImageData = class {
  constructor(data, width) {
    Object.assign(this, { data, width, height: data.length / width / 4 });
  }
};
globalThis.OffscreenCanvas = class {
  constructor(width, height) {
    this.image = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }
  getContext() {
    return this;
  }
  putImageData({ data, width, height }, x, y) {
    for (let row = 0; row < height; row += 1)
      this.image.data.set(data.subarray(row * width * 4, (row + 1) * width * 4), ((y + row) * this.image.width + x) * 4);
  }
  transferToImageBitmap() {
    return this.image;
  }
};
`;

interface Message {
  bitmap?: DecodedImage;
  error?: string;
}

/** Decodes a photo in a thread. */
export const decodeInThread: Decode = async (module, photo, stopped) => {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(prelude + text, { eval: true });
  const decoded = new Promise<DecodedImage>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (message: Message | "ready") => {
      if (message === "ready") worker.postMessage({ module, photo });
      else if (message.bitmap) resolve(message.bitmap);
      else reject(new Error(message.error));
    });
  });
  try {
    return await Promise.race([decoded, stopped]);
  } finally {
    await worker.terminate();
  }
};

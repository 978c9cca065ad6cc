// Decodes HEIC photos in Node with the built wasm and the scripts of the package. Node has no canvas, so this file has one that
// only keeps pixels.
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(`../../pkg/${path}`, import.meta.url));

globalThis.ImageData ??= class {
  constructor(data, width) {
    Object.assign(this, { data, width, height: data.length / 4 / width });
  }
};
globalThis.OffscreenCanvas ??= class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8Array(width * height * 4) });
  }
  getContext() {
    return this;
  }
  putImageData({ data, width, height }, x, y) {
    if (x + width > this.width || y + height > this.height) throw new Error("drawn outside of the canvas");
    for (let row = 0; row < height; row += 1)
      this.data.set(data.subarray(row * width * 4, (row + 1) * width * 4), ((y + row) * this.width + x) * 4);
  }
  transferToImageBitmap() {
    return this;
  }
};

// Keeps what the garbage collector would have to free.
const unfreed = new Set();
const { FinalizationRegistry } = globalThis;
globalThis.FinalizationRegistry = class {
  register(target) {
    unfreed.add(target);
  }
  unregister(target) {
    unfreed.delete(target);
  }
};
const { decode } = await import("../../pkg/heic_decode.js");
globalThis.FinalizationRegistry = FinalizationRegistry;
const module = new WebAssembly.Module(read("heic_bg.wasm"));

// Remembers the latest instance of the wasm: there is a new one for each photo.
const { instantiate } = WebAssembly;
let instance;
WebAssembly.instantiate = async (...source) => (instance = await instantiate(...source));

/** The memory of the wasm that decoded the latest photo, in bytes. */
export const memoryOfLatest = () => instance.exports.memory.buffer.byteLength;

/** How many decoders are left for the garbage collector, which would free them in the memory of a later photo. */
export const unfreedDecoders = () => unfreed.size;

/** Decodes a file. Resolves to `{ width, height, data }`. */
export const decodeHeic = (bytes) => decode(module, new Blob([bytes]), () => undefined);

// The decoded pixels of an image.

/** A rectangle: x, y, width and height. */
export type Rect = readonly [x: number, y: number, width: number, height: number];
/** The transform of a canvas: a, b, c, d, e, f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** The pixels of an image, like an `ImageData`, and with `close()`, like an `ImageBitmap`. */
export class Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, not premultiplied. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;

  constructor(width: number, height: number, data = new Uint8ClampedArray(width * height * 4)) {
    this.width = width;
    this.height = height;
    this.data = data;
  }

  /** Nothing has to be released: the garbage collector does it. */
  close(): void {
    // For callers that close bitmaps.
  }

  /** One 32-bit number per pixel. */
  words(): Uint32Array {
    return new Uint32Array(this.data.buffer, this.data.byteOffset, this.width * this.height);
  }
}

/** Copies an image onto another one. */
export function place(image: Pixels, onto: Pixels, left: number, top: number): void {
  const [from, to] = [image.words(), onto.words()];
  for (let y = 0; y < image.height; y += 1) {
    to.set(from.subarray(y * image.width, (y + 1) * image.width), (top + y) * onto.width + left);
  }
}

/** Draws an image over white. */
export function flatten({ data }: Pixels): void {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      data[channel] = 255 + (((data[channel] ?? 0) - 255) * alpha) / 255;
    }
    data[at + 3] = 255;
  }
}

/** Whether every pixel of an image is fully transparent. */
export const isBlank = (image: Pixels): boolean => image.data.every((value, at) => at % 4 !== 3 || value === 0);

/** Waits until other work has had its turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

// Draws a result on its photo for `restore`. What a browser's worker does in imaging/js/compose.js.
import { decodePixels, encode } from "./codec.js";
import { flatten, Pixels, type Matrix, type Rect } from "./pixels.js";
import type { Done } from "./redraw.js";
import { linear, resample } from "./resample.js";

/** See `Job` in imaging/js/compose.js. */
export interface ComposeJob {
  source: Blob | Pixels;
  result: Blob;
  matrix: Matrix;
  kept: Rect;
  shown: Rect;
  compared: [width: number, height: number];
  type: string;
  quality: number;
}

/** Where the result is visible: an opacity that is scaled to an area. */
interface Blend {
  area: Rect;
  opacity?: { width: number; height: number; bytes: Uint8Array };
}

/** See imaging/js/compose.js. */
export type Ask = (
  question: { result: Uint8ClampedArray; width: number; height: number } | { photo: Uint8ClampedArray },
) => Promise<unknown>;

/** Does a job. Gives no file if the result does not fit. */
export async function compose(job: ComposeJob, ask: Ask): Promise<Done> {
  const { source, result, matrix, kept, shown, compared, type, quality } = job;
  let step: "decode" | "result" | "draw" = "decode";
  try {
    const canvas = await decodePixels(source, { matrix });
    step = "result";
    const image = await decodePixels(result, { orients: true });
    step = "draw";
    if (type === "image/jpeg") flatten(canvas);
    const sides = [image.width, image.height, image.width, image.height];
    const part = shown.map((share, at) => share * (sides[at] ?? 0)) as unknown as Rect;
    const { width, height } = image;
    const blend = (await ask({ result: await shrink(image, part, compared), width, height })) as Blend | undefined;
    const draws = (await ask({ photo: await shrink(canvas, kept, compared) })) as number[][] | undefined;
    if (!draws) return {};
    const opacity = blend && (await readOpacity(blend));
    if (!blend || opacity) for (const draw of draws) await drawPart(image, draw, canvas, opacity);
    return { blob: await encode(canvas, type, quality) };
  } catch (cause) {
    return { step, cause };
  }
}

/** Scales a part of an image down, over white. */
async function shrink(image: Pixels, part: Rect, [width, height]: [number, number]): Promise<Uint8ClampedArray> {
  const small = new Pixels(width, height);
  const all = [0, 0, width, height] as const;
  const keep = (y: number, row: Float32Array) => {
    for (let at = 0; at < row.length; at += 1) {
      small.data[y * width * 4 + at] = (row[at] ?? 0) + 255 - (row[at | 3] ?? 0);
    }
  };
  await resample(image, part, all, all, keep, { filter: linear });
  return small.data;
}

/** The opacity of each pixel of an area, 0 to 255. */
interface Opacity {
  left: number;
  top: number;
  width: number;
  height: number;
  bytes: Uint8ClampedArray;
}

async function readOpacity({ area, opacity }: Blend): Promise<Opacity | undefined> {
  if (!opacity) return undefined;
  // Whole pixels inside the area, so that the opacity covers all of them.
  const [left, top] = [Math.ceil(area[0] - 0.001), Math.ceil(area[1] - 0.001)];
  const width = Math.floor(area[0] + area[2] + 0.001) - left;
  const height = Math.floor(area[1] + area[3] + 0.001) - top;
  const bytes = new Uint8ClampedArray(width * height);
  const image = new Pixels(opacity.width, opacity.height);
  opacity.bytes.forEach((byte, at) => (image.data[at * 4 + 3] = byte));
  const keep = (y: number, row: Float32Array) => {
    for (let x = 0; x < width; x += 1) bytes[(y - top) * width + x] = row[x * 4 + 3] ?? 0;
  };
  const whole = [0, 0, image.width, image.height] as const;
  await resample(image, whole, area, [left, top, width, height], keep, { filter: linear });
  return { left, top, width, height, bytes };
}

/** Draws a part of the result on the photo, where the opacity shows it. */
async function drawPart(image: Pixels, draw: number[], canvas: Pixels, opacity?: Opacity): Promise<void> {
  const [from, to] = [draw.slice(0, 4), draw.slice(4)] as unknown as [Rect, Rect];
  const bounds = opacity ?? { left: 0, top: 0, width: canvas.width, height: canvas.height };
  // The pixels whose centers it covers.
  const left = Math.max(bounds.left, Math.round(to[0]));
  const top = Math.max(bounds.top, Math.round(to[1]));
  const width = Math.min(bounds.left + bounds.width, Math.round(to[0] + to[2])) - left;
  const height = Math.min(bounds.top + bounds.height, Math.round(to[1] + to[3])) - top;
  if (width <= 0 || height <= 0) return;
  const opacityOf = (y: number): Uint8ClampedArray | undefined => {
    if (!opacity) return undefined;
    const start = (y - opacity.top) * opacity.width + left - opacity.left;
    return opacity.bytes.subarray(start, start + width);
  };
  await resample(
    image,
    from,
    to,
    [left, top, width, height],
    (y, row) => {
      blendRow(canvas.data.subarray((y * canvas.width + left) * 4), row, opacityOf(y));
    },
    { isUsed: (y) => opacityOf(y)?.some((byte) => byte > 0) ?? true },
  );
}

/** Draws a row of premultiplied RGBA values over pixels. */
function blendRow(pixels: Uint8ClampedArray, row: Float32Array, opacity: Uint8ClampedArray | undefined): void {
  for (let at = 0; at < row.length; at += 4) {
    const shown = (opacity?.[at / 4] ?? 255) / 255;
    const alpha = Math.min(255, row[at + 3] ?? 0);
    // What is left of the photo.
    const rest = ((pixels[at + 3] ?? 0) / 255) * (1 - (alpha / 255) * shown);
    const whole = (alpha / 255) * shown + rest;
    if (alpha * shown === 0) continue;
    for (let channel = at; channel < at + 3; channel += 1) {
      const over = Math.min(alpha, Math.max(0, row[channel] ?? 0)) * shown;
      pixels[channel] = (over + (pixels[channel] ?? 0) * rest) / whole;
    }
    pixels[at + 3] = whole * 255;
  }
}

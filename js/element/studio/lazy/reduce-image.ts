// Makes reference images small: they show a style, not details.
import { readsBack } from "../../../../pkg/imaging.js";
import { prepareImage } from "../../../client/index.js";

const MAX_SIDE = 2048;

/** The gateway's default limit. */
const MAX_BYTES = 2 * 1024 * 1024;

const QUALITIES = [0.85, 0.7, 0.5];

/** Redraws an image as a JPEG, without metadata such as its location. Rejects if the browser cannot decode it. */
export async function reduceImage(image: Blob): Promise<Blob> {
  // If the browser alters canvas data, only images that need no redrawing can be used.
  if (!(await readsBack("file", undefined, false))) return (await prepareImage(image)).blob;
  const bitmap = await createImageBitmap(image);
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("The canvas has no 2D context.");
  // JPEG has no transparency.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= MAX_BYTES) return blob;
  }
  throw new Error("The image is too large.");
}

// Draws small pictures of photos, which fit into `localStorage`.

/** The longest side in pixels. */
const MAX_SIDE = 160;
/** The maximum length of a data URL. */
const MAX_LENGTH = 4096;
const qualities = [0.7, 0.5, 0.3, 0.1];

/** Creates a small picture of a photo, as a data URL. Returns an empty string if even the lowest quality is too long. */
export async function createThumbnail(photo: Blob): Promise<string> {
  const bitmap = await createImageBitmap(photo);
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  const context = canvas.getContext("2d");
  if (context) context.imageSmoothingQuality = "high";
  context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of qualities) {
    const url = canvas.toDataURL("image/jpeg", quality);
    if (url.length <= MAX_LENGTH) return url;
  }
  return "";
}

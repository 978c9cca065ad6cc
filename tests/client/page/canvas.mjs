// Photos that the browser encodes, and the pixels of its images.

/** A gradient with noise and a rectangle, encoded by the browser. Larger photos have noise, so their files are large too. */
export function encodePhoto(width, height, type) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  let noise = 1;
  words.forEach((_, at) => {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    const [x, y] = [at % width, Math.floor(at / width)];
    const blue = 128 + (width > 1000 ? noise >>> 27 : 0);
    words[at] = (255 << 24) | (blue << 16) | (((y * 255) / height) << 8) | ((x * 255) / width);
  });
  context.putImageData(image, 0, 0);
  context.fillStyle = "rgb(200, 180, 40)";
  context.fillRect(width / 4, height / 2, width / 3, height / 4);
  return canvas.convertToBlob({ type, quality: 0.9 });
}

/** The pixels of an image file, without color management. */
export async function decode(file) {
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: "none", colorSpaceConversion: "none" });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

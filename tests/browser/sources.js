// Everything that a mask can be painted on, with the same picture on it.

export const canvas = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

const options = { premultiplyAlpha: "none", colorSpaceConversion: "none" };

/** A source of a kind that shows the picture. */
export async function source(kind, image) {
  const { width, height } = image;
  if (kind === "imageData") return image;
  if (kind === "bitmap") return createImageBitmap(image, options);
  const surface = kind === "offscreen" ? new OffscreenCanvas(width, height) : canvas(width, height);
  if (kind.startsWith("webgl")) return corner(surface, kind);
  if (kind === "bitmaprenderer") {
    surface.getContext(kind).transferFromImageBitmap(await createImageBitmap(image, options));
    return surface;
  }
  surface.getContext("2d").putImageData(image, 0, 0);
  return surface;
}

/** White in the lower left quarter, drawn by WebGL. */
function corner(surface, kind) {
  const gl = surface.getContext(kind, { preserveDrawingBuffer: true });
  if (!gl) throw new Error(`This browser has no ${kind}`);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, surface.width / 2, surface.height / 2);
  gl.clearColor(1, 1, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  return surface;
}

/** A canvas on which a picture of another origin was drawn. */
export async function tainted(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const surface = canvas(image.width, image.height);
  surface.getContext("2d").drawImage(image, 0, 0);
  return surface;
}

/** A bitmap that has been given back. */
export async function closed() {
  const bitmap = await createImageBitmap(new ImageData(8, 8));
  bitmap.close();
  return bitmap;
}

const fail = () => {
  throw new Error("hostile");
};

/** Objects that look like a source and are none. */
export const fakes = () => [
  { getContext: fail, width: 4, height: 4 },
  { getContext: () => null, width: 4, height: 4 },
  { getContext: () => ({}), width: 4, height: 4 },
  { getContext: () => ({ getImageData: fail }), width: 4, height: 4 },
  { getContext: () => ({ getImageData: () => ({ data: {} }) }), width: 4, height: 4 },
  { close: fail, width: 4, height: 4 },
  { data: {}, width: 4, height: 4 },
  { data: new Uint8ClampedArray(3), width: 4, height: 4 },
  { data: new Uint8ClampedArray(64), width: 1e9, height: 1e9 },
  new Proxy({}, { get: fail }),
];

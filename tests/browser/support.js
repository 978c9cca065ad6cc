// The parts of the tests that are shorter in JavaScript.

/** Not affected by `shortenTimers`. */
const { setTimeout } = globalThis;

/** Divides the duration of all timers, until the returned function is called. */
export function shortenTimers(factor) {
  globalThis.setTimeout = (run, ms, ...args) => setTimeout(run, ms / factor, ...args);
  return () => (globalThis.setTimeout = setTimeout);
}

/** Resolves as the promise does; rejects if it does not settle in time. */
export function settled(promise, ms) {
  const late = new Promise((_, reject) => setTimeout(() => reject("still pending"), ms));
  return Promise.race([promise, late]);
}

export const after = (ms, run) => void setTimeout(run, ms);
/** The value at a path such as `json.tool`, or undefined. */
export const at = (value, path) => path.split(".").reduce((inner, key) => inner?.[key], value);

const pictures = new Map();

/** A photo. Larger ones have noise, so their files are large too. */
export function picture(width, height, type) {
  const key = [width, height, type].join();
  if (!pictures.has(key)) pictures.set(key, paint(width, height).convertToBlob({ type, quality: 0.9 }));
  return pictures.get(key);
}

function paint(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  let noise = 1;
  words.forEach((_, at) => {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    const [x, y] = [at % width, Math.floor(at / width)];
    const blue = 128 + (width > 1000 ? noise >>> 27 : 0);
    const [red, green] = [(x * 255) / width, (y * 255) / height];
    words[at] = (255 << 24) | (blue << 16) | (green << 8) | red;
  });
  context.putImageData(image, 0, 0);
  context.fillStyle = "rgb(200, 180, 40)";
  context.fillRect(width / 4, height / 2, width / 3, height / 4);
  return canvas;
}

/** The pixels of an image file, without color management. */
export async function decode(file) {
  const options = { premultiplyAlpha: "none", colorSpaceConversion: "none" };
  const bitmap = await createImageBitmap(file, options);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Calls a hook of the sandbox. */
export async function ask(url, method, body) {
  const response = await fetch(url, { method, body });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** Numbers every request, so the wire can detect retries by the browser itself. */
export function numberRequests() {
  if (globalThis.fetch.numbers) return;
  const { fetch } = globalThis;
  const page = crypto.randomUUID();
  let number = 0;
  const next = () => `${page} ${++number}`;
  const numbered = (input, init) => {
    if (input instanceof Request) input.headers.set("x-handed", next());
    return fetch(input, init);
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) {
    this.setRequestHeader("x-handed", next());
    return send.call(this, body);
  };
  globalThis.fetch = Object.assign(numbered, { numbers: true });
}

/** The file at a URL. */
export const download = async (url) => (await fetch(url)).blob();

/** The file in a base64 text or a data URL. */
export const fileOf = (base64) => new Blob([bytesOf(base64)], { type: "image/png" });
export const bytesOf = (base64) => Uint8Array.from(atob(base64.split(",").at(-1)), (letter) => letter.charCodeAt(0));

export const canvas = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

const options = { premultiplyAlpha: "none", colorSpaceConversion: "none" };

/** A mask source of this kind with the image. */
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

/** Whether canvases have this kind of context here. */
export const offers = (kind) => canvas(1, 1).getContext(kind) !== null;

/** White in the lower left quarter, drawn by WebGL. */
function corner(surface, kind) {
  const gl = surface.getContext(kind, { preserveDrawingBuffer: true });
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, surface.width / 2, surface.height / 2);
  gl.clearColor(1, 1, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  return surface;
}

/** A canvas with an image of another origin. */
export async function tainted(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const surface = canvas(image.width, image.height);
  surface.getContext("2d").drawImage(image, 0, 0);
  return surface;
}

/** A closed bitmap. */
export async function closed() {
  const bitmap = await createImageBitmap(new ImageData(8, 8));
  bitmap.close();
  return bitmap;
}

const fail = () => {
  throw new Error("hostile");
};

/** Objects that look like a mask source. */
export const fakes = () => [
  { getContext: fail, width: 4, height: 4 },
  { getContext: () => null, width: 4, height: 4 },
  { getContext: () => ({}), width: 4, height: 4 },
  { getContext: () => ({ getImageData: fail }), width: 4, height: 4 },
  { close: fail, width: 4, height: 4 },
  { data: {}, width: 4, height: 4 },
  { data: new Float32Array(64), width: 4, height: 4 },
  { data: new Uint8ClampedArray(3), width: 4, height: 4 },
  { data: new Uint8ClampedArray(64), width: 1e9, height: 1e9 },
  new Proxy({}, { get: fail }),
];

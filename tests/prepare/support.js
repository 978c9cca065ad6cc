// Photos made in the page, and looks at photos: all that a test of pixels needs of the browser.

export const COLOURS = [
  [224, 16, 16],
  [16, 192, 16],
  [16, 16, 224],
  [224, 192, 16],
];

function canvasOf(width, height, settings) {
  const canvas = new OffscreenCanvas(width, height);
  return [canvas, canvas.getContext("2d", settings)];
}

/** A photo whose quarters have the four colours, from the top left to the bottom right. */
export async function quarters(width, height, type) {
  const [canvas, context] = canvasOf(width, height);
  COLOURS.forEach((colour, index) => {
    context.fillStyle = `rgb(${colour})`;
    context.fillRect((index % 2) * (width / 2), Math.floor(index / 2) * (height / 2), width / 2, height / 2);
  });
  // Every browser shows it, and none writes it.
  if (type === "image/bmp") return bmp(context.getImageData(0, 0, width, height));
  return plainFile(canvas, { type, quality: 0.95 });
}

/** The canvas as a file with nothing in it but the picture: Firefox adds a chunk of its own to a PNG. */
async function plainFile(canvas, options) {
  const blob = await canvas.convertToBlob(options);
  if (blob.type !== "image/png") return blob;
  const bytes = await bytesOf(blob);
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length;) {
    const end = at + 12 + new DataView(bytes.buffer).getUint32(at);
    const own = String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "deBG";
    if (!own) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return new Blob(parts, { type: blob.type });
}

/** A bitmap file of 32 bits a pixel, from the top to the bottom. */
function bmp({ data, width, height }) {
  const header = new DataView(new ArrayBuffer(54));
  header.setUint16(0, 0x424d);
  header.setUint32(2, 54 + data.length, true);
  header.setUint32(10, 54, true);
  header.setUint32(14, 40, true);
  header.setInt32(18, width, true);
  header.setInt32(22, -height, true);
  header.setUint16(26, 1, true);
  header.setUint16(28, 32, true);
  const pixels = data.slice();
  for (let at = 0; at < pixels.length; at += 4) [pixels[at], pixels[at + 2]] = [data[at + 2], data[at]];
  return new Blob([header, pixels], { type: "image/bmp" });
}

/** A photo of one colour in a colour space. */
export async function plain(width, height, type, colour, colorSpace) {
  const [canvas, context] = canvasOf(width, height, { colorSpace });
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type, quality: 1 });
}

/** A photo that does not compress. */
export async function noise(width, height, type) {
  const [canvas, context] = canvasOf(width, height);
  const pixels = context.createImageData(width, height);
  const words = new Uint32Array(pixels.data.buffer);
  let state = 1;
  for (let index = 0; index < words.length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    words[index] = state | 0xff000000;
  }
  context.putImageData(pixels, 0, 0);
  return plainFile(canvas, { type });
}

/** The colours at points x, y, … of a photo as displayed, four bytes each. */
export async function colours(blob, points, colorSpaceConversion = "default") {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion });
  const [, context] = canvasOf(bitmap.width, bitmap.height, { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const found = [];
  for (let index = 0; index < points.length; index += 2)
    found.push(...context.getImageData(points[index], points[index + 1], 1, 1).data);
  return new Uint8Array(found);
}

export const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/** A `fetch` that answers as the service does, and keeps the uploads that it was given. */
export function service(uploads) {
  const answers = {
    "/api/enterprise/upload": async (request) => {
      uploads.push(await request.blob());
      return { success: true, fileName: "a.jpg" };
    },
    "/api/enterprise/render": () => ({ success: true, data: { render_id: "r" } }),
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const answer = answers[new URL(request.url).pathname] ?? (() => ({ _id: "r", status: "completed", outputs: [] }));
    return Response.json(await answer(request));
  };
}

/**
 * Stands another class in for `Worker` while `use` runs, and lets the time pass that a worker waits for its next job.
 * How many were made, and how many were ended before that time had passed and after it.
 */
export async function workersOf(use, kind) {
  const { Worker: own, setTimeout: later } = globalThis;
  const waiting = [];
  let [made, ended] = [0, 0];
  globalThis.Worker = class extends own {
    constructor(url) {
      if (kind === "refusing") throw new DOMException("not by this policy", "SecurityError");
      super(kind === "failing" ? URL.createObjectURL(new Blob(["throw 1"])) : url);
      made += 1;
      // On the worker itself: the runner's `Worker` is a function that answers one of another class.
      const { terminate } = this;
      this.terminate = () => {
        ended += 1;
        terminate.call(this);
      };
    }
  };
  globalThis.setTimeout = (then, after, ...rest) => (after === 5000 ? waiting.push(then) : later(then, after, ...rest));
  try {
    await use();
  } finally {
    Object.assign(globalThis, { Worker: own, setTimeout: later });
  }
  const before = ended;
  for (const then of waiting) then();
  return [made, before, ended];
}

// Encodes masks for a 12-megapixel photo as base64 PNG with reroom, with the canvas, and with npm packages.
import { MaskEditor, encodeMask } from "reroom";
import { encode as fastPng } from "fast-png";
import UPNG from "upng-js";
import { takeTurns } from "./measure.js";

const WIDTH = 4096;
const HEIGHT = 3072;
const SMALL = 4;
const STROKE = [
  [700, 800],
  [1200, 620],
  [1900, 1000],
  [2600, 700],
  [3300, 1100],
];
const SHAPE = [
  [500, 1700],
  [1700, 1500],
  [2300, 2500],
  [900, 2700],
];
const BRUSH = 300;
/** Widths of soft edges in pixels: like those of a canvas, and wide ones. */
const [SOFT, WIDE] = [2, 24];

/** Paints the mask on a canvas, scaled down by a factor, with blurred edges if requested. */
function painted(factor, { blur = 0, ...settings } = {}) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH / factor, HEIGHT / factor];
  const context = canvas.getContext("2d", settings);
  context.fillStyle = "black";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(1 / factor, 1 / factor);
  if (blur > 0) context.filter = `blur(${blur}px)`;
  Object.assign(context, { lineWidth: BRUSH, lineCap: "round", lineJoin: "round" });
  context.strokeStyle = context.fillStyle = "white";
  const trace = (points) => {
    context.beginPath();
    for (const point of points) context.lineTo(...point);
  };
  trace(STROKE);
  context.stroke();
  trace(SHAPE);
  context.fill();
  return canvas;
}

async function edited() {
  const editor = await MaskEditor.create({ width: WIDTH, height: HEIGHT });
  editor.stroke(STROKE, { size: BRUSH });
  editor.polygon(SHAPE);
  return editor;
}

const withoutPrefix = (url) => url.slice(url.indexOf(",") + 1);

async function viaReader(blob) {
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.onload = resolve;
    reader.readAsDataURL(blob);
  });
  return withoutPrefix(reader.result);
}

const toBlob = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
const pixelsOf = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;

/** One byte per pixel. */
function gray(canvas) {
  const pixels = new Uint32Array(pixelsOf(canvas).buffer);
  return Uint8Array.from(pixels, (pixel) => pixel & 255);
}

/** One bit per pixel. */
function bits(canvas) {
  const pixels = new Uint32Array(pixelsOf(canvas).buffer);
  const packed = new Uint8Array(pixels.length / 8);
  for (let index = 0; index < packed.length; index += 1) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) byte = (byte << 1) | ((pixels[index * 8 + bit] >> 7) & 1);
    packed[index] = byte;
  }
  return packed;
}

function enlarged(small) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  canvas.getContext("2d").drawImage(small, 0, 0, WIDTH, HEIGHT);
  return withoutPrefix(canvas.toDataURL());
}

const png = (options) => viaReader(new Blob([fastPng({ width: WIDTH, height: HEIGHT, channels: 1, ...options })]));

/** Encodes the mask with each method. `result` is its length in bytes. */
export async function mask(rounds) {
  const [full, opaque, small] = [painted(1), painted(1, { alpha: false }), painted(SMALL)];
  const [soft, wide, editor] = [painted(1, { blur: SOFT / 2 }), painted(1, { blur: WIDE / 2 }), await edited()];
  const size = { width: WIDTH, height: HEIGHT };
  const ways = [
    ["reroom: MaskEditor", () => encodeMask(editor)],
    ["reroom: MaskEditor, 1 bit", () => encodeMask(editor, { bitDepth: 1 })],
    ["reroom: 1024×768 canvas, enlarged", () => encodeMask(small, size)],
    ["reroom: 1024×768 canvas, enlarged, 1 bit", () => encodeMask(small, { ...size, bitDepth: 1 })],
    ["reroom: full-size canvas", () => encodeMask(full)],
    ["reroom: full-size canvas, alpha: false", () => encodeMask(opaque)],
    ["reroom: MaskEditor, soft edges", () => encodeMask(editor, { feather: SOFT })],
    ["reroom: MaskEditor, wide soft edges", () => encodeMask(editor, { feather: WIDE })],
    ["toDataURL", () => withoutPrefix(full.toDataURL())],
    ["toBlob + FileReader", async () => viaReader(await toBlob(full))],
    ["1024×768 canvas enlarged, toDataURL", () => enlarged(small)],
    ["soft edges, toDataURL", () => withoutPrefix(soft.toDataURL())],
    ["wide soft edges, toDataURL", () => withoutPrefix(wide.toDataURL())],
    ["fast-png, 8 bit", () => png({ data: gray(full) })],
    ["fast-png, 1 bit", () => png({ data: bits(full), depth: 1 })],
    ["upng-js", () => viaReader(new Blob([UPNG.encode([pixelsOf(full).buffer], WIDTH, HEIGHT, 0)]))],
  ];
  const run = (way) => async () => (await way()).length * 0.75;
  const rows = await takeTurns(
    ways.map(([name, way]) => ({ name, run: run(way) })),
    rounds,
  );
  editor.free();
  return rows;
}

// Paints on a 12-megapixel mask. Each frame draws a stroke and updates the overlay on a smaller canvas.
import { MaskEditor } from "reroom";
import { median, percentile } from "./measure.js";

const [WIDTH, HEIGHT] = [4096, 3072];
const [ACROSS, DOWN] = [1024, 768];
/** Coalesced points that a pen reports per frame. */
const POINTS = 8;

/** Generates points with pressure along a loop across the whole photo. */
function wander(count) {
  const at = (step) => {
    const turn = step / 90;
    const [x, y] = [WIDTH / 2 + Math.sin(turn * 1.3) * 1900, HEIGHT / 2 + Math.cos(turn) * 1400];
    return [x, y, 0.6 + 0.4 * Math.sin(turn * 3)];
  };
  return Array.from({ length: count }, (_, step) => at(step));
}

/** Measures the time per frame for each brush in milliseconds. At 60 Hz, a frame has 16.7 ms. */
export async function editor(frames) {
  const canvas = Object.assign(document.createElement("canvas"), { width: ACROSS, height: DOWN });
  const kinds = [
    ["60 px, hard", { size: 60 }],
    ["300 px, hard", { size: 300 }],
    ["300 px, soft", { size: 300, hardness: 0.2 }],
    ["1000 px, soft", { size: 1000, hardness: 0.2 }],
    ["300 px, eraser", { size: 300, erase: true }],
  ];
  const rows = [];
  for (const [name, brush] of kinds) {
    const mask = await MaskEditor.create({ width: WIDTH, height: HEIGHT });
    if (brush.erase) mask.invert();
    mask.drawOverlay(canvas);
    const points = wander(frames * POINTS + 1);
    const times = Array.from({ length: frames }, (_, frame) => {
      const part = new Float32Array(points.slice(frame * POINTS, (frame + 1) * POINTS + 1).flat());
      const start = performance.now();
      mask.stroke(part, brush);
      mask.drawOverlay(canvas);
      return performance.now() - start;
    });
    mask.free();
    const late = times.filter((time) => time > 1000 / 60).length;
    rows.push({ name, median: median(times), p99: percentile(times, 0.99), longest: Math.max(...times), late });
  }
  return rows;
}

// The lines over the photo: the brush's ring, what is being drawn, and the keyboard's frame. All in the photo's pixels.
import { nothing, svg, type SVGTemplateResult } from "lit";
import type { Painting, Settings } from "./painting.js";

/** A dark line under a dashed light one, which is seen on any photo. */
const twice = (line: (name: string) => SVGTemplateResult) => svg`${line("under")}${line("over")}`;

/** All that is to be seen now. */
export function guides(painting: Painting, { tool }: Settings): SVGTemplateResult {
  return svg`${frame(painting)}${draft(painting, tool === "lasso")}${tool === "brush" ? ring(painting) : nothing}`;
}

/** The part of the photo that is seen, as the `viewBox` of an SVG. */
export function viewBox({ view, width, height }: Painting): string {
  return [view.x * width, view.y * height, width / view.zoom, height / view.zoom].join(" ");
}

function ring({ pointer, brushSize }: Painting) {
  if (!pointer) return nothing;
  const [x, y] = pointer;
  return svg`<g class="ring">${twice((name) => svg`<circle class=${name} cx=${x} cy=${y} r=${brushSize / 2} />`)}</g>`;
}

/** An unfinished shape; a lasso's reaches to the pointer. */
function draft({ draft: line, pointer }: Painting, open: boolean) {
  if (!line) return nothing;
  const points = [...line, ...(open && pointer ? [pointer] : [])].map(([x, y]) => `${x},${y}`).join(" ");
  return svg`<g class="draft">${twice((name) =>
    open ? svg`<polyline class=${name} points=${points} />` : svg`<polygon class=${name} points=${points} />`,
  )}${open ? dots(line.slice(0, 1)) : nothing}</g>`;
}

/** Where a shape begins is where it is closed; a line of no length and round ends is a dot of any zoom. */
const dots = (line: NonNullable<Painting["draft"]>) => line.map(([x, y]) => svg`<path class="dot" d="M${x} ${y}h0" />`);

function frame({ frame: box, width, height }: Painting) {
  if (!box) return nothing;
  const [x, y] = [box.x * width, box.y * height];
  return svg`<g class="frame">${twice(
    (name) => svg`<rect class=${name} x=${x} y=${y} width=${box.width * width} height=${box.height * height} />`,
  )}</g>`;
}

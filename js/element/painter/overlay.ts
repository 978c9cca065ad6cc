// The SVG overlay: brush ring, unfinished shape and keyboard frame, in photo pixels.
import { nothing, svg, type SVGTemplateResult } from "lit";
import type { Painting } from "./painting.js";
import type { Settings } from "./painting-types.js";

/** Draws a dark line below a light one, so it is visible on any photo. */
const outlined = (line: (name: string) => SVGTemplateResult) => svg`${line("under")}${line("over")}`;

/** Renders the overlay. */
export function renderOverlay(painting: Painting, { tool, shape }: Settings): SVGTemplateResult {
  const isStroke = tool === "select" && shape === "stroke";
  const shapes = isStroke ? stroke(painting) : draft(painting, tool === "lasso");
  return svg`${frame(painting)}${shapes}${tool === "brush" ? ring(painting) : nothing}`;
}

/** Returns the visible part of the photo as an SVG `viewBox`. */
export function viewBox({ view, width, height }: Painting): string {
  return [view.x * width, view.y * height, (view.across * width) / view.zoom, (view.down * height) / view.zoom].join(
    " ",
  );
}

function ring({ pointer, brushSize }: Painting) {
  if (!pointer) return nothing;
  const [x, y] = pointer;
  return svg`<g class="ring">${outlined((name) => svg`<circle class=${name} cx=${x} cy=${y} r=${brushSize / 2} />`)}</g>`;
}

/** Renders an unfinished shape. A lasso extends to the pointer. */
function draft({ draft: line, pointer }: Painting, open: boolean) {
  if (!line) return nothing;
  const points = [...line, ...(open && pointer ? [pointer] : [])].map(([x, y]) => `${x},${y}`).join(" ");
  return svg`<g class="draft">${outlined((name) =>
    open ? svg`<polyline class=${name} points=${points} />` : svg`<polygon class=${name} points=${points} />`,
  )}${open ? startDot(line.slice(0, 1)) : nothing}</g>`;
}

/** Renders the stroke over what is being selected. */
const stroke = ({ draft: line }: Painting) =>
  line
    ? svg`<g class="trail">${outlined(
        (name) => svg`<polyline class=${name} points=${line.map(([x, y]) => `${x},${y}`).join(" ")} />`,
      )}</g>`
    : nothing;

/** Marks the corner that closes the shape. A zero-length line with round caps keeps its size at any zoom. */
const startDot = (line: NonNullable<Painting["draft"]>) =>
  line.map(([x, y]) => svg`<path class="dot" d="M${x} ${y}h0" />`);

function frame({ frame: box, width, height }: Painting) {
  if (!box) return nothing;
  const [x, y] = [box.x * width, box.y * height];
  return svg`<g class="frame">${outlined(
    (name) => svg`<rect class=${name} x=${x} y=${y} width=${box.width * width} height=${box.height * height} />`,
  )}</g>`;
}

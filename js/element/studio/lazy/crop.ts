// The photo with a frame around the part that is kept.
import { html, nothing, svg, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { fill } from "../../locales/texts.js";
import { formatShare, isVertical, type CroppedPhoto } from "../cropped.js";
import type { ViewContext } from "../views/context.js";
import { freeOf, type CropFrame } from "./crop-frame.js";

/** Height of the drawing. Its width follows from the photo's shape. */
const HEIGHT = 1000;

/** Renders the whole photo with the frame. */
export function cropFrame(view: ViewContext, crop: CropFrame, photo: CroppedPhoto): TemplateResult {
  const { studio, state, texts } = view;
  const busy = state.job.kind === "busy";
  const vertical = isVertical(photo);
  const ratio = (photo.width / photo.height) * (photo.kept.height / photo.kept.width);
  return html`<div class="crop ${vertical ? "vertical" : ""}" part="crop">
    <img
      class="original"
      part="picture"
      src=${crop.urlOf(photo)}
      alt=${fill(texts.studio.photoAlt, { name: photo.name })}
      draggable="false"
      @error=${() => {
        crop.hide(photo);
      }}
    />
    ${slider(view, crop, photo)}
    <svg
      viewBox="0 0 ${HEIGHT * ratio} ${HEIGHT}"
      aria-hidden="true"
      @pointerdown=${focusSlider}
      @mousedown=${preventDefault}
      @touchstart=${(event: TouchEvent) => {
        if (!busy && (event.target as Element).matches(".frame") && event.touches.length === 1) event.preventDefault();
      }}
    >
      ${drawing(crop, photo, HEIGHT * ratio, (event) => {
        if (!busy) crop.drag(event, studio, photo);
      })}
    </svg>
  </div>`;
}

/** The slider has the focus, because the drawing cannot. */
function focusSlider({ currentTarget }: Event): void {
  (currentTarget as Element).parentElement?.querySelector("input")?.focus({ preventScroll: true });
}

/** The default action of a mouse press would move focus away, and that of a touch would scroll. */
const preventDefault = (event: Event): void => {
  event.preventDefault();
};

function drawing(crop: CropFrame, photo: CroppedPhoto, wide: number, onPointerdown: (event: PointerEvent) => void) {
  const box = crop.boxOf(photo);
  const [x, y, width, height] = [box.x * wide, box.y * HEIGHT, box.width * wide, box.height * HEIGHT];
  const arm = Math.min(width, height) / 8;
  const thirds = [1, 2].map(
    (part) => `M${x} ${y + (part * height) / 3}h${width}M${x + (part * width) / 3} ${y}v${height}`,
  );
  const [right, bottom] = [x + width, y + height];
  const corners = [
    `M${x} ${y + arm}V${y}h${arm}`,
    `M${right - arm} ${y}H${right}v${arm}`,
    `M${right} ${bottom - arm}V${bottom}h${-arm}`,
    `M${x + arm} ${bottom}H${x}v${-arm}`,
  ].join("");
  const center = `translate(${x + width / 2} ${y + height / 2}) scale(${Math.min(wide, HEIGHT) / 700})`;
  const turn = isVertical(photo) ? "" : "rotate(90)";
  return svg`
    <g class="whole" @pointerdown=${onPointerdown}>
      <path class="shade" fill-rule="evenodd" d="M0 0H${wide}V${HEIGHT}H0ZM${x} ${y}V${bottom}H${right}V${y}Z" />
      <rect class="frame" x=${x} y=${y} width=${width} height=${height} />
    </g>
    <path class="thirds" d=${thirds.join("")} />
    <path class="under" d=${corners} />
    <path class="over" d=${corners} />
    <g class="grip" transform="${center} ${turn}">
      <circle r="44" />
      <path d="m-14-10 14-14 14 14m0 20-14 14-14-14" />
    </g>`;
}

/** The frame for the keyboard and for screen readers: a slider, with its largest value at the top. */
function slider({ studio, state, texts, language }: ViewContext, crop: CropFrame, photo: CroppedPhoto): TemplateResult {
  const vertical = isVertical(photo);
  const free = freeOf(photo);
  const box = crop.boxOf(photo);
  const start = vertical ? box.y : box.x;
  const share = (part: number) => formatShare(part, language);
  const text = vertical ? texts.studio.cropTopBottom : texts.studio.cropLeftRight;
  const position = (100 * start) / free;
  return html`<input
    type="range"
    dir="ltr"
    aria-label=${texts.studio.cropFrame}
    aria-orientation=${vertical ? "vertical" : nothing}
    aria-valuetext=${fill(text, { before: share(start), after: share(Math.max(free - start, 0)) })}
    ?disabled=${state.job.kind === "busy"}
    .value=${live(String(Math.round(vertical ? 100 - position : position)))}
    @input=${({ currentTarget }: Event) => {
      const { valueAsNumber } = currentTarget as HTMLInputElement;
      crop.move(photo, ((vertical ? 100 - valueAsNumber : valueAsNumber) / 100) * free);
    }}
    @change=${() => void crop.apply(studio, photo)}
  />`;
}

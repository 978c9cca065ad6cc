// Results side by side, such as the same order in several styles.
import { html, type TemplateResult } from "lit";
import type { Result } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import type { PanZoom } from "../../viewer/pan-zoom.js";
import { icon } from "../icons.js";
import type { ViewContext } from "../views/context.js";
import { image } from "../views/image.js";
import { describeOrder } from "../views/order-name.js";
import type { VersionsZoom } from "./versions-zoom.js";

/** Renders what to do with a result of this name. */
type Actions = (result: Result, name: string) => TemplateResult;

/** Renders the results. A click on one shows it alone. They zoom and pan together. */
export function versions(
  view: ViewContext,
  shown: readonly Result[],
  zoom: VersionsZoom,
  actions: Actions,
): TemplateResult {
  // In the order of the request. They are shown in the order in which they finish.
  const results = view.state.results.filter((result) => shown.includes(result));
  const panZoom = zoom.for(results.map(({ id }) => id));
  const { zoom: factor, x, y } = panZoom.view;
  return html`<div
    class=${panZoom.isZoomed ? "versions zoomed" : "versions"}
    .style=${`--_zoom:${factor};--_x:${x};--_y:${y}`}
    @keydown=${zoom}
  >
    ${zoomButtons(view, panZoom)}
    <ul class="variants" part="variants">
      ${results.map((result) => version(view, result, zoom, actions))}
    </ul>
  </div>`;
}

function version(view: ViewContext, result: Result, zoom: VersionsZoom, actions: Actions): TemplateResult {
  const name = describeOrder(result, view);
  return html`<li>
    <button
      type="button"
      class="tile"
      part="tile"
      @click=${(event: MouseEvent) => {
        if (!zoom.endsDrag(event)) view.studio.show(result.id);
      }}
      @dragstart=${preventDefault}
      @pointerdown=${zoom}
      @pointermove=${zoom}
      @pointerup=${zoom}
      @pointercancel=${zoom}
      @wheel=${zoom}
      @gesturestart=${zoom}
      @gesturechange=${zoom}
      @gestureend=${zoom}
    >
      <span class="window">${image(result.after)}</span><span>${name}</span>
    </button>
    ${actions(result, name)}
  </li>`;
}

/** The browser would drag the image. */
const preventDefault = (event: Event): void => {
  event.preventDefault();
};

/** Renders the buttons. They stay focusable while disabled, so that focus is not lost. */
function zoomButtons({ texts: { compare } }: ViewContext, panZoom: PanZoom): TemplateResult {
  const { isZoomed, isMaximum, view } = panZoom;
  const button = (label: string, name: "plus" | "minus", steps: number, idle: boolean) =>
    html`<button
      type="button"
      class="quiet"
      part="button"
      title=${label}
      aria-label=${label}
      aria-disabled=${idle ? "true" : "false"}
      @click=${() => {
        panZoom.zoom(steps);
      }}
    >
      ${icon(name)}
    </button>`;
  return html`<p class="zoom-buttons">
    ${button(compare.zoomOut, "minus", -1, !isZoomed)} ${button(compare.zoomIn, "plus", 1, isMaximum)}
    <span class="visually-hidden" role="status">
      ${isZoomed ? fill(compare.zoomed, { percent: Math.round(view.zoom * 100) }) : ""}
    </span>
  </p>`;
}

// Styles of a comparison that can be zoomed.
import { css } from "lit";

export const zoomStyles = css`
  .zoomable {
    touch-action: pan-x pan-y;
    user-select: none;
    -webkit-user-select: none;
  }

  .zoomable img {
    inset: 0 auto auto 0;
    inline-size: calc(100% / var(--_across, 1));
    block-size: calc(100% / var(--_down, 1));
    transform: translate(calc(var(--_x, 0) * var(--_zoom, 1) * -100%), calc(var(--_y, 0) * var(--_zoom, 1) * -100%))
      scale(var(--_zoom, 1));
    transform-origin: 0 0;
  }

  .zoomed,
  .zoomable.full {
    touch-action: none;
  }

  .zoomed {
    cursor: grab;
  }

  .zoomed:active {
    cursor: grabbing;
  }

  .zoomed input {
    pointer-events: none;
  }

  .zoomed .grip {
    cursor: ew-resize;
    pointer-events: auto;
  }

  .zoomed.vertical .grip {
    cursor: ns-resize;
  }

  .zoom {
    display: flex;
    border-radius: var(--_radius);
    background: rgb(20 17 13 / 80%);
    cursor: default;
    pointer-events: auto;
  }

  /* With large text, the buttons leave room for the photo. */
  .zoom button {
    --_size: clamp(44px, 12cqi, 2.75rem);
    inline-size: var(--_size);
    block-size: var(--_size);
    padding: calc(var(--_size) / 4.25);
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: #fff;
    cursor: pointer;
  }

  .zoom button[aria-disabled="true"] {
    color: rgb(255 255 255 / 50%);
    cursor: default;
  }

  .zoom button:focus-visible {
    outline-color: #fff;
    outline-offset: -4px;
  }

  .zoom svg {
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .frame.full {
    padding: 0;
    overflow: hidden;
    border-radius: 0;
    background: #14110d;
    aspect-ratio: auto;
  }

  @media (forced-colors: active) {
    .zoom {
      border: 1px solid ButtonBorder;
      background: ButtonFace;
    }

    .zoom button,
    .zoom button:focus-visible {
      color: ButtonText;
      outline-color: Highlight;
    }

    .zoom button[aria-disabled="true"] {
      color: GrayText;
    }
  }

  @media print {
    .zoom {
      display: none;
    }
  }
`;

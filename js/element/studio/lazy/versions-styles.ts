// Styles of results side by side.
import { css } from "lit";

export const versionsStyles = css`
  .variants {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
    gap: 0.75rem;
    margin: 0;
    padding: 0.75rem;
    list-style: none;
  }

  .variants:has(> :nth-child(4)) {
    grid-template-columns: repeat(auto-fit, minmax(min(max(9rem, 40%), 100%), 1fr));
  }

  .variants li {
    display: grid;
    align-content: start;
    gap: 0.4rem;
    min-inline-size: 0;
  }

  .variants .tile {
    font-size: 0.95rem;
  }

  .variants .tile > span {
    white-space: normal;
  }

  .variants .tile > .window {
    display: block;
    padding: 0;
    touch-action: pan-x pan-y;
  }

  .window img {
    aspect-ratio: auto 3 / 2;
    transform: translate(calc(var(--_x) * var(--_zoom) * -100%), calc(var(--_y) * var(--_zoom) * -100%))
      scale(var(--_zoom));
    transform-origin: 0 0;
  }

  .zoomed .window {
    cursor: grab;
    touch-action: none;
  }

  .zoomed .window:active {
    cursor: grabbing;
  }

  .zoom-buttons {
    display: flex;
    justify-content: end;
    margin: 0;
    padding: 0.5rem 0.75rem 0;
  }

  .zoom-buttons [aria-disabled="true"] {
    opacity: 0.5;
  }
`;

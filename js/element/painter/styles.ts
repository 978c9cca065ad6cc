import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-block-end: 0.75rem;
  }

  .shapes {
    flex: 4 1 auto;
  }

  .inks {
    flex: 2 1 auto;
  }

  .segmented label {
    display: flex;
    justify-content: center;
    align-items: center;
    gap: 0.35rem;
    padding-inline: 0.35rem;
  }

  .segmented svg {
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  .brush {
    display: flex;
    flex: 3 1 14rem;
    flex-wrap: wrap;
    gap: 0 1rem;
  }

  .slider {
    display: flex;
    flex: 1 1 6.5rem;
    align-items: center;
    gap: 0.5rem;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    font-size: 0.9rem;
  }

  .slider input {
    min-inline-size: 2.5rem;
  }

  .steps {
    display: flex;
    gap: 0.25rem;
    margin-inline-start: auto;
  }

  .steps button,
  .zoom button {
    min-block-size: 2.75rem;
    padding: 0.25rem;
    inline-size: 2.75rem;
    border-color: transparent;
    background: none;
  }

  button[aria-disabled="true"] {
    color: var(--_muted);
    opacity: 0.55;
    cursor: default;
  }

  button:hover:not([aria-disabled="true"]) {
    background: var(--_tint);
  }

  .stage {
    position: relative;
    inline-size: min(100%, var(--reroom-painter-height, 78dvh) * var(--_ratio, 1.5));
    margin-inline: auto;
  }

  .window {
    position: relative;
    aspect-ratio: var(--_ratio, 1.5);
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_sunken);
    direction: ltr;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }

  .window[data-tool="brush"] {
    cursor: none;
  }

  .window[data-tool="rectangle"],
  .window[data-tool="lasso"] {
    cursor: crosshair;
  }

  .window[data-tool="move"] {
    cursor: grab;
  }

  .window[data-tool="move"]:active {
    cursor: grabbing;
  }

  .window:focus-visible {
    outline-offset: 3px;
  }

  .sheet {
    position: absolute;
    inset: 0;
    transform-origin: 0 0;
  }

  .sheet > *,
  .guides {
    position: absolute;
    display: block;
    inline-size: 100%;
    block-size: 100%;
    inset: 0;
    pointer-events: none;
  }

  .guides * {
    fill: none;
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }

  .guides .under {
    stroke: rgb(0 0 0 / 75%);
    stroke-width: 3;
  }

  .guides .over {
    stroke: #fff;
  }

  .draft .over,
  .frame .over {
    stroke-dasharray: 6 4;
  }

  .guides .dot {
    stroke: #fff;
    stroke-width: 10;
    stroke-linecap: round;
  }

  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 0.75rem;
    margin-block-start: 0.25rem;
  }

  .foot p {
    flex: 1 1 8rem;
  }

  .zoom {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }

  .level {
    min-inline-size: 3.25rem;
    font-size: 0.85rem;
    font-variant-numeric: tabular-nums;
    text-align: center;
  }

  @container (inline-size < 30rem) {
    .shapes,
    .inks,
    .steps {
      display: flex;
      flex-wrap: wrap;
    }

    .shapes label,
    .inks label {
      flex: 1 1 3.25rem;
      flex-direction: column;
      gap: 0.1rem;
      padding-block: 0.3rem;
      font-size: 0.8rem;
    }

    .steps {
      justify-content: space-between;
      inline-size: 100%;
    }

    .keys {
      display: none;
    }
  }
`;

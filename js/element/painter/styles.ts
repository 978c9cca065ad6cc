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

  .painter {
    color: var(--_text);
  }

  .shapes {
    flex: 4 1 auto;
  }

  .inks {
    flex: 2 1 auto;
  }

  /* The options of all tools are in the same place, so the photo stays where it is. */
  .options {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1 1 100%;
    order: 1;
    align-items: center;
    min-inline-size: 0;
  }

  .option {
    grid-area: 1 / 1;
    min-inline-size: 0;
    margin: 0;
  }

  .option:not([data-shown]) {
    visibility: hidden;
  }

  .tip {
    color: var(--_muted);
    font-size: 0.9rem;
    overflow-wrap: anywhere;
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
    flex-wrap: wrap;
    gap: 0 1.5rem;
  }

  .selection {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }

  .tips {
    display: grid;
    flex: 1 1 12rem;
    align-items: center;
  }

  .slider {
    display: flex;
    flex: 1 1 11rem;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    font-size: 0.9rem;
  }

  .slider input {
    flex: 1 1 auto;
    min-inline-size: 2.5rem;
  }

  .slider > span {
    white-space: nowrap;
  }

  .value {
    min-inline-size: 3em;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .steps {
    position: relative;
    display: flex;
    gap: 0.25rem;
    margin-inline-start: auto;
  }

  .steps > button,
  .zoom button {
    min-block-size: 2.75rem;
    padding: 0.25rem;
    inline-size: 2.75rem;
    border-color: transparent;
    background: none;
  }

  .actions {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(100% + 0.25rem);
    inset-inline-end: 0;
    display: grid;
    inline-size: min(14rem, 100cqi - 2rem);
    padding: 0.25rem;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: 0 8px 24px rgb(0 0 0 / 25%);
  }

  .actions button {
    justify-content: flex-start;
    border-color: transparent;
    background: none;
    text-align: start;
  }

  button[aria-disabled="true"],
  button[aria-disabled="true"]:hover {
    border-color: transparent;
    background: none;
    color: var(--_muted);
    opacity: 0.55;
    cursor: default;
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

  .window[data-tool="select"],
  .window[data-tool="rectangle"],
  .window[data-tool="lasso"] {
    cursor: crosshair;
  }

  .window[aria-busy="true"] {
    cursor: progress;
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

  .sheet > img,
  .sheet > canvas,
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

  .trail * {
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .trail .under {
    stroke-width: 9;
  }

  .trail .over {
    stroke-width: 6;
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

  /* Full screen: the photo takes all the space that the tools leave. */
  .full {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
  }

  .full .stage {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    inline-size: 100%;
    min-block-size: 12rem;
  }

  .full .window {
    flex: 1 1 auto;
    aspect-ratio: auto;
  }

  .full .keys,
  .full .foot p {
    display: none;
  }

  .full .foot {
    justify-content: center;
  }

  @media (width < 48rem) {
    /* On phones, the tools are within reach of the thumb. */
    .full .tools {
      order: 1;
      margin-block: 0.25rem 0;
    }

    .full .actions {
      inset-block: auto calc(100% + 0.25rem);
      max-block-size: 45dvh;
      overflow: auto;
    }
  }

  @media (height < 30rem) and (width >= 34rem) {
    /* On a phone on its side, they are next to the photo, which gets the whole height. */
    .full {
      flex-direction: row;
      gap: 0.75rem;
    }

    .full .tools {
      order: 1;
      align-content: start;
      flex: none;
      container-type: inline-size;
      inline-size: 16rem;
      margin: 0;
    }

    .full .stage {
      position: sticky;
      inset-block-start: 0;
      min-block-size: 0;
      block-size: 100%;
    }

    .full .steps {
      order: 1;
    }

    .full .actions {
      inset-block: auto calc(100% + 0.25rem);
    }
  }

  /* Without a keyboard. The description for screen readers stays. */
  @media (pointer: coarse) {
    .keys {
      display: none;
    }
  }

  @container (inline-size < 30rem) {
    .shapes,
    .inks,
    .areas {
      display: flex;
      flex-wrap: wrap;
    }

    .shapes,
    .areas {
      flex-basis: 100%;
    }

    .shapes label,
    .inks label,
    .areas label {
      flex: 1 1 3.25rem;
      flex-direction: column;
      gap: 0.1rem;
      padding-block: 0.3rem;
      font-size: 0.8rem;
    }

    .slider {
      flex-basis: 7rem;
      gap: 0.25rem;
    }

    .slider > span {
      white-space: normal;
    }

    .value,
    .keys {
      display: none;
    }
  }

  /* Large text on a phone. */
  @container (inline-size < 14rem) {
    .slider {
      flex-wrap: wrap;
    }

    .slider > span {
      flex: 1 1 100%;
    }

    .tools > * {
      min-inline-size: 0;
      max-inline-size: 100%;
    }

    .segmented span {
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }

    .segmented label {
      min-inline-size: 0;
    }
  }

  @media (forced-colors: active) {
    .guides .under {
      stroke: Canvas;
    }

    .guides .over,
    .guides .dot {
      stroke: CanvasText;
    }

    .sheet,
    .guides {
      forced-color-adjust: none;
    }

    button[aria-disabled="true"] {
      color: GrayText;
      opacity: 1;
    }
  }
`;

import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  figure {
    margin: 0;
  }

  .frame {
    position: relative;
    aspect-ratio: var(--_ratio, 1.5);
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_sunken);
    isolation: isolate;
    container-type: inline-size;
  }

  .frame > * {
    --_edge: min(0.75rem, 2cqi);
  }

  .side,
  img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  img {
    object-fit: cover;
    user-select: none;
    -webkit-user-select: none;
  }

  /* The visible part of each image. The original is at the inline start: on the right in right-to-left languages. */
  .pair .before {
    clip-path: inset(0 calc(100% - var(--_split, 50%)) 0 0);
  }

  .pair .after {
    clip-path: inset(0 0 0 var(--_split, 50%));
  }

  :host(:dir(rtl)) .pair:not(.vertical) .before {
    clip-path: inset(0 0 0 calc(100% - var(--_split, 50%)));
  }

  :host(:dir(rtl)) .pair:not(.vertical) .after {
    clip-path: inset(0 var(--_split, 50%) 0 0);
  }

  .pair.vertical .before {
    clip-path: inset(0 0 calc(100% - var(--_split, 50%)) 0);
  }

  .pair.vertical .after {
    clip-path: inset(var(--_split, 50%) 0 0 0);
  }

  /* On a small photo, large text takes no more room than there is: half of the width for each tag. */
  .tag,
  .label {
    padding: min(0.25rem, 1.5cqi) min(0.6rem, 2cqi);
    border-radius: calc(var(--_radius) / 2);
    background: rgb(20 17 13 / 80%);
    color: #fff;
    font-size: min(0.85rem, 8cqi);
    line-height: 1.3;
    pointer-events: none;
  }

  .tag {
    position: absolute;
    inset-block-start: var(--_edge);
    max-inline-size: calc(50% - var(--_edge));
  }

  .before .tag {
    inset-inline-start: var(--_edge);
  }

  .after .tag {
    inset-inline-end: var(--_edge);
  }

  .vertical .after .tag {
    inset-block: auto var(--_edge);
    inset-inline: var(--_edge) auto;
  }

  .vertical .tag {
    max-inline-size: 30%;
    font-size: min(0.85rem, 6cqi);
  }

  /* The disclosure, and the buttons above it. */
  .corner {
    position: absolute;
    z-index: 3;
    inset-block-end: var(--_edge);
    inset-inline-end: var(--_edge);
    display: flex;
    flex-direction: column-reverse;
    align-items: end;
    gap: var(--_edge);
    max-inline-size: calc(100% - 2 * var(--_edge));
    pointer-events: none;
  }

  /* Each half has a tag. */
  .vertical .corner {
    inset-block-start: var(--_edge);
    justify-content: space-between;
    max-inline-size: 66%;
  }

  .label {
    font-size: min(0.95rem, 5cqi);
    font-weight: 600;
  }

  /* The invisible slider covers the whole image, so dragging can start anywhere. The divider shows its position. */
  input {
    position: absolute;
    z-index: 1;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    appearance: none;
    background: none;
    opacity: 0;
    cursor: ew-resize;
    touch-action: pan-y;
  }

  /* Only a band around the divider, so touches elsewhere on the image still scroll the page. */
  .vertical input {
    inset: 0 calc(50% - 2.5rem);
    inline-size: auto;
    width: 5rem;
    height: 100%;
    cursor: ns-resize;
    direction: ltr;
    touch-action: none;
    writing-mode: vertical-lr;
  }

  input::-webkit-slider-thumb {
    inline-size: 1px;
    block-size: 100%;
    appearance: none;
  }

  input::-moz-range-thumb {
    inline-size: 1px;
    block-size: 100%;
    border: 0;
  }

  .divider {
    position: absolute;
    z-index: 2;
    inset-block: 0;
    inset-inline-start: calc(var(--_split, 50%) - 1px);
    inline-size: 2px;
    background: #fff;
    box-shadow: 0 0 3px rgb(0 0 0 / 55%);
    forced-color-adjust: none;
    pointer-events: none;
  }

  .vertical .divider {
    inset-block: calc(var(--_split, 50%) - 1px) auto;
    inset-inline: 0;
    inline-size: auto;
    block-size: 2px;
  }

  .grip {
    position: absolute;
    inset-block-start: calc(50% - 1.25rem);
    inset-inline-start: calc(50% - 1.25rem);
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border-radius: 50%;
    background: #fff;
    box-shadow: 0 1px 5px rgb(0 0 0 / 50%);
    color: #262119;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .vertical .grip {
    rotate: 90deg;
  }

  input:focus-visible ~ .divider .grip {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
    box-shadow: 0 0 0 3px #fff;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25rem 1rem;
    padding-block-start: 0.5rem;
    overflow-wrap: anywhere;
  }

  figcaption strong {
    font-weight: 600;
  }

  a {
    color: var(--_accent-text);
    text-underline-offset: 0.15em;
  }

  a:hover {
    color: var(--_text);
  }

  @media print {
    .divider,
    input {
      display: none;
    }
  }
`;

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

  .tag,
  .label {
    position: absolute;
    padding: 0.25rem 0.6rem;
    border-radius: calc(var(--_radius) / 2);
    background: rgb(20 17 13 / 80%);
    color: #fff;
    font-size: 0.85rem;
    line-height: 1.3;
    pointer-events: none;
  }

  .tag {
    inset-block-start: 0.75rem;
  }

  .before .tag {
    inset-inline-start: 0.75rem;
  }

  .after .tag {
    inset-inline-end: 0.75rem;
  }

  .vertical .after .tag {
    inset-block: auto 0.75rem;
    inset-inline: 0.75rem auto;
  }

  .label {
    z-index: 2;
    inset-block-end: 0.75rem;
    inset-inline-end: 0.75rem;
    max-inline-size: calc(100% - 1.5rem);
    font-size: 0.95rem;
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

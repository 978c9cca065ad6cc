// Styles of the frame over a photo that is cropped.
import { css } from "lit";

export const cropStyles = css`
  .crop {
    position: relative;
    display: grid;
    place-items: center;
  }

  /* The photo and the drawing fill the same box, and both keep their shape in it. */
  .crop > :is(img, svg) {
    grid-area: 1 / 1;
    inline-size: 100%;
    min-block-size: 0;
    max-block-size: min(54svh, 34rem);
  }

  .crop svg {
    z-index: 1;
    display: block;
    block-size: auto;
    overflow: hidden;
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .crop img {
    block-size: 100%;
    object-fit: contain;
  }

  .crop input {
    position: absolute;
    inset: 0;
    opacity: 0;
    pointer-events: none;
  }

  .crop path,
  .crop rect,
  .crop circle {
    vector-effect: non-scaling-stroke;
  }

  .crop .shade {
    fill: rgb(20 16 10 / 62%);
    cursor: pointer;
    forced-color-adjust: none;
  }

  .crop .frame {
    fill: transparent;
    stroke: #fff;
    stroke-width: 1.5px;
    cursor: ew-resize;
  }

  .vertical .frame {
    cursor: ns-resize;
  }

  .crop .thirds {
    stroke: rgb(255 255 255 / 55%);
    stroke-width: 1px;
    opacity: 0;
    pointer-events: none;
    transition: opacity var(--_speed);
  }

  .crop:has(:active, :focus-visible) .thirds {
    opacity: 1;
  }

  .crop :is(.under, .over, .grip) {
    pointer-events: none;
  }

  .crop .under {
    stroke: rgb(0 0 0 / 55%);
    stroke-width: 7px;
  }

  .crop .over {
    stroke: #fff;
    stroke-width: 4px;
  }

  .grip circle {
    fill: rgb(20 16 10 / 62%);
    stroke: #fff;
    stroke-width: 1.5px;
  }

  .grip path {
    stroke: #fff;
    stroke-width: 2.5px;
  }

  .crop:has(:focus-visible) .frame {
    stroke: var(--_focus);
    stroke-width: 4px;
  }

  .crop:has(:disabled) :is(.frame, .shade) {
    cursor: default;
  }

  .fitted {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem 1rem;
  }

  .fitted > p:first-child {
    flex: 1 1 15rem;
  }

  .fitted > fieldset {
    flex: 0 1 20rem;
  }

  .fitted > .hints {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.75rem;
  }

  .hints .fine {
    color: inherit;
  }

  .pending .icon {
    animation: appear 0.6s ease-in-out infinite alternate;
  }
`;

// Layout: two columns if there is room, one column in sidebars and on phones.
import { css } from "lit";

export const layout = css`
  :host {
    display: block;
    container-type: inline-size;
    /* In a dialog or a float, the content does not count, and the width would be 0. */
    contain-intrinsic-inline-size: 17rem;
  }

  .studio {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_gap) * 1.25);
    padding: var(--_gap);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
    hyphenate-limit-chars: 10;
  }

  .view,
  .panel,
  .controls,
  .options {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--_gap);
    min-inline-size: 0;
  }

  .starting {
    display: grid;
    place-items: center;
    min-block-size: 34rem;
    margin: 0;
    color: var(--_muted);
  }

  .submit {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    display: grid;
    gap: 0.4rem;
    /* Leave one pixel, because rounding could make the bar cover the border. */
    margin: 0 calc(var(--_gap) * -1) calc(1px - var(--_gap));
    padding: 0.6rem var(--_gap) var(--_gap);
    border-block-start: 1px solid var(--_border);
    border-end-start-radius: calc(var(--_radius) * 1.5);
    border-end-end-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
  }

  .submit .large {
    min-block-size: 3.25rem;
    font-size: 1.05rem;
  }

  /* With large text on a phone, or zoomed in, the bar would cover too much. */
  @media (max-height: 26rem) {
    .submit {
      position: static;
    }
  }

  @container (max-width: 14rem) {
    .studio {
      --_gap: 0.5rem;
    }

    .submit {
      position: static;
    }

    .studio :is(button, summary) {
      padding-inline: 0.5rem;
    }

    /* The words need the space. */
    button:not([aria-label]) > .icon:first-child,
    summary > .icon:first-child,
    .verdict p > .icon {
      display: none;
    }
  }

  ::slotted([slot="header"]),
  ::slotted([slot="footer"]) {
    grid-column: 1 / -1;
  }

  @container (min-width: 54rem) {
    .studio:not(.single) {
      grid-template-columns: minmax(0, 1fr) 23.5rem;
    }

    .studio {
      padding: calc(var(--_gap) * 1.5);
    }

    .studio:not(.single) > .view {
      position: sticky;
      inset-block-start: var(--_gap);
      align-self: start;
    }

    .submit {
      /* Wider than the content, to cover the focus rings that scroll beneath it. */
      margin: 0 -4px calc(1px - var(--_gap) * 1.5);
      padding: 0.6rem 4px calc(var(--_gap) * 1.5);
      border-radius: 0;
    }
  }
`;

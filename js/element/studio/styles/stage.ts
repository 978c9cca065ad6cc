// Styles of the main image and the areas above and below it.
import { css } from "lit";

export const stageStyles = css`
  .stage {
    position: relative;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_sunken);
  }

  /* The painter shows its tools around the photo. */
  .stage:has(reroom-mask-painter:not([hidden])) {
    overflow: visible;
    background: none;
  }

  .picture {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }

  /* A rejected photo can have any shape. Limit its height to keep the message visible. */
  .refused {
    max-block-size: 24rem;
    object-fit: contain;
  }

  .drop {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: center;
    justify-items: center;
    gap: 0.6rem;
    min-block-size: 20rem;
    aspect-ratio: 3 / 2;
    inline-size: 100%;
    padding: var(--_gap);
    border: 2px dashed var(--_control);
    border-radius: var(--_radius);
    text-align: center;
  }

  .drop p {
    max-inline-size: 100%;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .drop slot > svg.icon {
    inline-size: 3rem;
    block-size: 3rem;
    color: var(--_accent-text);
    stroke-width: 1.2;
  }

  .camera {
    display: none;
  }

  @media (pointer: coarse) {
    .camera {
      display: inline-flex;
    }

    .drop-hint {
      display: none;
    }
  }

  .over .stage {
    outline: 3px solid var(--_accent-text);
    outline-offset: -3px;
  }

  .over .drop {
    background: var(--_tint);
  }

  .lead {
    margin: 0;
    font: 600 1.3rem/1.25 var(--_heading);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
    margin: 0;
  }

  .drop .actions {
    justify-content: center;
  }

  .veil {
    position: relative;
    z-index: 1;
    place-items: center;
    margin: 0;
    padding: 0.75rem;
    background: light-dark(rgb(40 32 20 / 38%), rgb(0 0 0 / 55%));
    animation: appear var(--_speed) ease-out;
  }

  /* Photo and card share a grid cell as tall as the taller one, so a small photo never clips the card or a message. */
  .stage:has(.veil),
  .veil,
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }

  .stage:has(.veil) > * {
    grid-area: 1 / 1;
    align-self: center;
    min-inline-size: 0;
  }

  .stage > .veil {
    align-self: stretch;
  }

  .bubble,
  .card {
    padding: 0.75rem 1rem;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 8px 30px rgb(0 0 0 / 25%);
  }

  .card {
    justify-items: center;
    gap: 0.75rem;
    inline-size: min(100%, 27rem);
    padding: 1.1rem 1.25rem;
    scroll-margin: 0.75rem;
    text-align: center;
  }

  .card .lead {
    font-size: 1.1rem;
  }

  .steps {
    display: grid;
    grid-auto-columns: 1fr;
    grid-auto-flow: column;
    gap: 0.35rem;
    inline-size: 100%;
    margin: 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0.85rem;
    list-style: none;
  }

  .steps li {
    padding-block-start: 0.4rem;
    border-block-start: 3px solid var(--_border);
  }

  .steps .past {
    border-color: var(--_accent-text);
  }

  .steps [aria-current] {
    border-color: var(--_accent-text);
    color: var(--_text);
    font-weight: 600;
  }

  progress {
    inline-size: 100%;
    block-size: 0.4rem;
    accent-color: var(--_accent);
  }

  .dock {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    min-block-size: 6.5rem;
    align-content: start;
  }

  .dock:has(.lead) {
    min-block-size: 0;
  }

  .facts,
  .earlier li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
  }

  .file {
    display: grid;
    flex: 1 1 9rem;
    min-inline-size: 0;
    margin: 0;
  }

  .file b {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .verdict {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    font-size: 0.95rem;
  }

  .verdict p,
  .warn p,
  .notice p {
    display: flex;
    align-items: center;
    gap: 0.5em;
    margin: 0;
  }

  .notice,
  .good,
  .warn,
  .bad {
    display: grid;
    gap: 0.5rem;
    padding: 0.65rem 0.85rem;
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }

  .notice {
    background: var(--_sunken);
  }

  .good {
    background: var(--_success-tint);
  }

  .good .icon {
    color: var(--_success);
  }

  .warn {
    background: var(--_warning-tint);
  }

  .warn > p .icon {
    color: var(--_warning);
  }

  .bad {
    background: var(--_danger-tint);
  }

  .bad .icon {
    color: var(--_danger);
  }

  p.good,
  p.bad {
    display: flex;
    gap: 0.5em;
  }

  .verdict ul,
  .notice ul {
    margin: 0;
    padding-inline-start: 2.2em;
  }

  .verdict .changes {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    padding: 0;
    list-style: none;
  }

  .changes li {
    padding: 0.15rem 0.6rem;
    border-radius: 1rem;
    background: var(--_raised);
    font-size: 0.85rem;
  }

  .notice .lead {
    font-size: 1.1rem;
  }

  .notice .fine {
    color: inherit;
  }

  .notice button {
    justify-self: start;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 2.5rem;
  }

  .check input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    flex: none;
    margin: 0;
    accent-color: var(--_accent);
  }

  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  @container (max-width: 26rem) {
    .card {
      gap: 0.5rem;
      padding: 0.75rem;
    }

    .drop {
      aspect-ratio: auto;
    }

    .result .actions {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(8.5rem, 100%), 1fr));
    }

    .result .primary,
    .result button:last-child:nth-child(even) {
      grid-column: 1 / -1;
    }
  }

  /* With large text on a phone, the sentence above is enough. */
  @container (max-width: 14rem) {
    .steps {
      display: none;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;

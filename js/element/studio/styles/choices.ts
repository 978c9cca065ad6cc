// Styles of the tool picker and option lists.
import { css } from "lit";

export const choices = css`
  :is(.tool-grid, .cards, .chips) {
    display: grid;
    gap: 0.5rem;
  }

  .tool-grid {
    grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%), 1fr));
  }

  .cards {
    grid-template-columns: repeat(auto-fill, minmax(min(6.9rem, 100%), 1fr));
  }

  .chips {
    grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 100%), 1fr));
  }

  :is(.tool-grid, .cards, .chips) label {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: 2.75rem;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
    font-size: 0.9rem;
    line-height: 1.2;
    cursor: pointer;
    transition:
      border-color var(--_speed),
      background var(--_speed);
  }

  .tool-grid label {
    gap: 0.6rem;
    padding: 0.5rem 0.7rem;
    font-weight: 500;
  }

  .tool-grid .icon {
    color: var(--_accent-text);
  }

  .chips label {
    padding: 0.4rem 0.6rem;
  }

  .tool-grid span,
  .chips span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
    hyphens: auto;
  }

  .tools summary > .icon:first-child {
    color: var(--_accent-text);
  }

  .tools .picker-panel {
    gap: 0.6rem;
  }

  .tools .picker-panel .tool-grid {
    grid-template-columns: repeat(auto-fill, minmax(min(5.5rem, 100%), 1fr));
    gap: 0.4rem;
  }

  .tools .picker-panel label {
    flex-direction: column;
    gap: 0.3rem;
    padding: 0.5rem 0.25rem;
    font-size: 0.85rem;
    text-align: center;
  }

  .tools .picker-panel legend {
    color: var(--_muted);
    font-size: 0.85rem;
  }

  .cards label {
    flex-direction: column;
    align-items: stretch;
    overflow: hidden;
  }

  .cards label > span:last-child {
    padding: 0.4rem 0.3rem;
    font-size: 0.85rem;
    overflow-wrap: break-word;
    hyphens: auto;
  }

  small {
    display: block;
    margin-block-start: 0.15rem;
    color: var(--_muted);
    font-size: 0.85rem;
  }

  :is(.tool-grid, .cards, .chips) input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  :is(.tool-grid, .cards, .chips) label:hover {
    border-color: var(--_accent-text);
  }

  :is(.tool-grid, .cards, .chips) label:has(:checked) {
    border-color: var(--_accent-text);
    background: var(--_tint);
    box-shadow: 0 0 0 1px var(--_accent-text);
    font-weight: 600;
  }

  :is(.tool-grid, .cards, .chips) label:has(:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  /* Several styles can be checked. */
  label:has([type="checkbox"])::after {
    position: absolute;
    inset: 0.3rem 0.3rem auto auto;
    display: grid;
    place-items: center;
    inline-size: 1.4rem;
    block-size: 1.4rem;
    border: 1px solid var(--_control);
    border-radius: 0.3rem;
    background: var(--_raised);
    content: "";
    pointer-events: none;
  }

  label:has([type="checkbox"]:checked)::after {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 1rem;
    content: "✓" / "";
  }

  label:has([type="checkbox"]:disabled:not(:checked)) {
    color: var(--_muted);
    cursor: not-allowed;
  }

  .compare-styles {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
    margin-block-start: 0.4rem;
  }

  .compare-styles [aria-pressed="true"] {
    background: var(--_tint);
  }

  .swatch {
    display: block;
    inline-size: 100%;
    aspect-ratio: 3 / 2;
  }

  .swatch.none {
    background: repeating-linear-gradient(-45deg, var(--_sunken) 0 6px, var(--_border) 6px 7px);
  }

  .summary {
    margin: 0;
    color: var(--_muted);
  }

  .segmented {
    grid-auto-flow: row;
    grid-template-columns: repeat(auto-fit, minmax(min(6rem, 100%), 1fr));
  }

  .segmented.two {
    grid-template-columns: repeat(auto-fit, minmax(min(max(7.5rem, 34%), 100%), 1fr));
  }

  .segmented span {
    overflow-wrap: anywhere;
  }

  details {
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
  }

  summary {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3.5rem;
    padding: 0.45rem 0.75rem;
    border-radius: var(--_radius);
    cursor: pointer;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary:hover {
    background: var(--_tint);
  }

  .picker summary .label {
    margin: 0;
  }

  .picker summary > span:not(.swatch) {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    hyphens: auto;
  }

  .picker summary .swatch {
    flex: none;
    inline-size: min(3.6rem, 25%);
    border-radius: calc(var(--_radius) / 2);
  }

  summary > .icon:last-child {
    color: var(--_muted);
    transition: rotate var(--_speed);
  }

  [open] > summary > .icon:last-child {
    rotate: 180deg;
  }

  .picker-panel {
    display: grid;
    gap: 0.4rem;
    padding: 0.25rem 0.75rem 0.75rem;
  }

  .picker-panel .fine {
    min-block-size: 1.25rem;
  }

  .scroll {
    max-block-size: 19rem;
    margin: -4px;
    padding: 4px;
    overflow: auto;
    overscroll-behavior: contain;
  }

  .more > summary {
    min-block-size: 2.75rem;
    overflow-wrap: anywhere;
    font-weight: 600;
  }

  .more > summary::after {
    content: "+";
    margin-inline-start: auto;
    font-size: 1.2rem;
  }

  .more[open] > summary::after {
    content: "–";
  }

  .more > .options {
    padding: 0.5rem 0.75rem 0.75rem;
  }

  .more .picker,
  .more details {
    background: var(--_surface);
  }

  @container (max-width: 26rem) {
    .tool-grid {
      grid-template-columns: repeat(auto-fit, minmax(min(7.25rem, 100%), 1fr));
    }

    .tool-grid label {
      padding: 0.4rem 0.55rem;
      font-size: 0.85rem;
    }
  }

  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;

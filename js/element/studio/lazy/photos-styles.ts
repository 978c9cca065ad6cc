// Styles of the row of photos, the steps to a result, and the list of earlier renders.
import { css } from "lit";

export const photosStyles = css`
  .strip-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    column-gap: 0.75rem;
  }

  .photos li {
    position: relative;
    align-content: stretch;
    inline-size: 9rem;
  }

  .photos .tile {
    grid-template-columns: minmax(0, 1fr);
    block-size: 100%;
    text-align: start;
  }

  .photos .tag {
    display: inline-flex;
    white-space: nowrap;
    align-items: center;
    gap: 0.2em;
    padding-inline: 0.35rem;
    box-shadow: 0 1px 3px rgb(0 0 0 / 25%);
  }

  .photos .tag .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .tag.new {
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  .tag.attention {
    background: var(--_warning-tint);
    color: var(--_warning);
  }

  .tag.accepted {
    background: var(--_success-tint);
    color: var(--_success);
  }

  .tag.busy::before {
    inline-size: 0.55em;
    block-size: 0.55em;
    border-radius: 50%;
    background: var(--_accent-text);
    animation: appear 0.9s ease-in-out infinite alternate;
    content: "";
  }

  /* At the end of the name, so that it covers neither the picture nor the state. */
  .remove {
    position: absolute;
    inset-block-end: 1px;
    inset-inline-end: 1px;
    min-block-size: 2rem;
    inline-size: 2rem;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
    font-size: 0.75rem;
  }

  .photos li:has(.remove) .tile > span:not(.placeholder) {
    padding-inline-end: 2rem;
    line-height: 1.4rem;
  }

  .tile.add {
    grid-template-rows: none;
    align-content: center;
    justify-items: center;
    gap: 0.25rem;
    padding: 0.5rem;
    text-align: center;
    border-style: dashed;
    background: none;
    color: var(--_accent-text);
  }

  .tile.add > span {
    padding: 0;
    white-space: normal;
  }

  .skipped {
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
  }

  .skipped button {
    grid-area: 1 / 2;
    padding: 0.25rem;
    min-block-size: 1.5rem;
    color: inherit;
  }

  .skipped p {
    grid-column: 1;
  }

  .result .use {
    grid-column: 1 / -1;
  }

  @media (forced-colors: active) {
    .tile[aria-pressed="true"] {
      outline: 3px solid Highlight;
      outline-offset: -3px;
    }
  }

  .earlier {
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--_border);
  }

  .earlier h2 {
    margin: 0;
  }

  .earlier ul {
    display: grid;
    gap: 0.6rem;
    margin: 0.6rem 0 0;
    padding: 0;
    list-style: none;
  }

  .earlier .placeholder {
    flex: none;
    inline-size: 72px;
    block-size: 48px;
    border-radius: calc(var(--_radius) / 2);
    background: var(--_sunken);
    object-fit: cover;
  }

  .chain {
    display: flex;
    margin: 0;
    padding: 4px;
    overflow-x: auto;
    list-style: none;
  }

  .chain li {
    display: flex;
    flex: none;
    align-items: center;
  }

  .chain .tile {
    inline-size: 5.5rem;
  }

  .chain .tile[aria-current] {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 1.5px var(--_accent-text);
  }

  .chain li > .icon {
    margin-inline: 0.15rem;
    color: var(--_muted);
  }

  :host(:dir(rtl)) .chain li > .icon {
    scale: -1 1;
  }

  .comparisons .segmented {
    display: inline-flex;
    flex-wrap: wrap;
    max-inline-size: 100%;
  }

  .comparisons label {
    flex: 1 1 auto;
    padding-inline: 1rem;
  }
`;

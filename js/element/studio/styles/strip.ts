// Styles of the rows of photos, results and steps.
import { css } from "lit";

export const strip = css`
  .strip h2 {
    margin-block: 0 0.4rem;
  }

  .strip ul {
    display: flex;
    gap: 0.5rem;
    margin: 0;
    padding: 4px;
    overflow-x: auto;
    list-style: none;
  }

  .strip li {
    display: grid;
    flex: none;
    align-content: start;
    inline-size: 7rem;
  }

  .tile {
    position: relative;
    display: grid;
    grid-template: auto 1fr / minmax(0, 1fr);
    gap: 0;
    min-block-size: 0;
    padding: 0;
    overflow: hidden;
    font-size: 0.85rem;
  }

  .tile:disabled {
    background: var(--_raised);
    color: var(--_text);
    cursor: default;
  }

  .tile[aria-pressed="true"] {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 1.5px var(--_accent-text);
  }

  .tile > span:not(.placeholder) {
    padding: 0.3rem 0.4rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tile :is(img, .placeholder) {
    display: block;
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 3 / 2;
    background: var(--_sunken);
    object-fit: cover;
  }

  .tag {
    position: absolute;
    inset-block-start: 0.25rem;
    inset-inline: 0.25rem auto;
    max-inline-size: calc(100% - 0.5rem);
    margin: 0;
    padding: 0.1rem 0.4rem;
    border-radius: 1rem;
    background: var(--_surface);
    color: var(--_text);
    font-size: 0.85rem;
  }

  .done .tag {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  /* The words of an error need more room than the picture has. */
  .failed .tag {
    position: static;
    max-inline-size: none;
    border-radius: 0;
    background: var(--_danger-tint);
    color: var(--_danger);
  }

  .running .placeholder {
    animation: wait 1.6s ease-in-out infinite alternate;
  }

  @media (forced-colors: active) {
    .tile[aria-pressed="true"],
    .tile[aria-current] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @keyframes wait {
    from {
      background: var(--_tint);
    }
  }

  /* A region without a message takes no space, but must exist before it gets one. */
  :is(.view, .dock, .result) > [role]:not(:has(*)) {
    position: absolute;
  }

  .undo {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    margin: 0;
  }

  .submit button {
    flex-wrap: wrap;
    column-gap: 0.75rem;
    row-gap: 0;
  }

  .submit span {
    min-inline-size: 0;
  }

  .submit small {
    margin: 0;
    color: inherit;
    font-size: 0.85rem;
    font-weight: 400;
  }

  .use.wide {
    display: none;
  }

  @container (min-width: 54rem) {
    .use.wide {
      display: inline-flex;
      min-block-size: 3.25rem;
    }

    .use.narrow {
      display: none;
    }
  }
`;

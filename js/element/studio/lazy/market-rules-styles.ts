// Styles of what the market states.
import { css } from "lit";

export const marketRulesStyles = css`
  .rules {
    display: grid;
    gap: 0.5rem;
    padding: 0.4rem 0.8rem;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
    font-size: 0.9rem;
  }

  .rules.forbidden {
    border-color: var(--_danger);
  }

  .rules details {
    border: 0;
    background: none;
  }

  .rules summary {
    gap: 0.5em;
    min-block-size: 2.25rem;
    padding: 0;
    font-weight: 600;
  }

  /* A sign, not the arrow of other lists. */
  .rules [open] > summary > .icon:last-child {
    rotate: none;
  }

  .rules.forbidden summary > .icon:last-child {
    color: var(--_danger);
  }

  .rules p {
    margin: 0;
  }

  .rules ul {
    display: grid;
    gap: 0.6rem;
    max-block-size: 14rem;
    margin: 0.4rem 0;
    padding-inline-start: 1.2rem;
    overflow: auto;
  }

  .rules a {
    color: var(--_accent-text);
    font-size: 0.85rem;
  }

  .rules li a {
    display: block;
  }

  .rules label {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 2.75rem;
    cursor: pointer;
  }

  /* Only choices have a drawn box. */
  .rules label:has([type="checkbox"])::after {
    content: none;
  }

  .rules input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    accent-color: var(--_accent);
  }
`;

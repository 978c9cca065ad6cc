// Shared styles of buttons, text fields and radio groups.
import { css } from "lit";

/** Styles of `button`, `.primary`, `.quiet`, `.segmented` radio groups and text fields. */
export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-block-size: 2.75rem;
    padding: 0.45rem 1rem;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: 500 0.95rem/1.2 var(--_font);
    text-align: center;
    text-decoration: none;
    overflow-wrap: anywhere;
    hyphens: auto;
    cursor: pointer;
    transition: border-color var(--_speed);
  }

  /* After a tap, touch screens would show it until the next one. */
  @media (hover: hover) {
    button:hover:not(:disabled),
    .button:hover {
      border-color: var(--_accent-text);
      background: var(--_tint);
    }
  }

  button:disabled {
    border-color: var(--_border);
    background: var(--_sunken);
    color: var(--_muted);
    cursor: not-allowed;
  }

  .primary:not(:disabled) {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }

  .primary:hover:not(:disabled) {
    border-color: var(--_accent-hover);
    background: var(--_accent-hover);
  }

  .quiet,
  .quiet:disabled {
    min-block-size: 2rem;
    padding: 0.25rem 0.5rem;
    border-color: transparent;
    background: none;
    color: var(--_accent-text);
  }

  svg.icon {
    inline-size: 1.4em;
    block-size: 1.4em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend,
  .label {
    display: block;
    margin-block-end: 0.4rem;
    padding: 0;
    font-size: 0.9rem;
    font-weight: 600;
  }

  .fine {
    margin: 0;
    color: var(--_muted);
    font-size: 0.85rem;
  }

  input[type="text"],
  input[type="search"],
  input[type="url"],
  textarea,
  select {
    display: block;
    inline-size: 100%;
    min-block-size: 2.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: inherit;
    font: 400 1rem/1.4 var(--_font);
  }

  textarea {
    resize: vertical;
  }

  input::placeholder,
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  input[type="range"] {
    inline-size: 100%;
    margin: 0;
    accent-color: var(--_accent);
  }

  .segmented {
    display: grid;
    grid-auto-columns: 1fr;
    grid-auto-flow: column;
    gap: 3px;
    padding: 3px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_sunken);
  }

  .segmented label {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.5rem;
    border-radius: calc(var(--_radius) - 3px);
    font-size: 0.9rem;
    line-height: 1.15;
    text-align: center;
    cursor: pointer;
  }

  .segmented input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .segmented label:has(:checked) {
    background: var(--_raised);
    box-shadow: 0 0 0 1.5px var(--_accent-text);
    font-weight: 600;
  }

  .segmented label:has(:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  @media (forced-colors: active) {
    .segmented label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;

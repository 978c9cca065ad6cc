// Styles of what fills the screen.
import { css } from "lit";

/** Styles of `.full`: it covers the page. */
export const fullScreenStyles = css`
  .full {
    position: fixed;
    z-index: 2147483647;
    inset: 0;
    inline-size: auto;
    block-size: auto;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: max(0.75rem, env(safe-area-inset-top)) max(0.75rem, env(safe-area-inset-right))
      max(0.5rem, env(safe-area-inset-bottom)) max(0.75rem, env(safe-area-inset-left));
    overflow: auto;
    border: 0;
    background: var(--_surface);
    overscroll-behavior: contain;
  }
`;

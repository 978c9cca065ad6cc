// Design tokens. Pages set `--reroom-*`; the elements' styles use the private `--_*`.
import { css } from "lit";

/**
 * Colors, fonts and spacing. Light and dark mode follow the page's `color-scheme`, so the elements match pages that
 * support only one of them. To override it, set `color-scheme` on the element.
 */
export const tokens = css`
  :host {
    --_text: var(--reroom-color-text, light-dark(#262119, #f0ebe1));
    --_muted: var(--reroom-color-muted, light-dark(#635b4e, #b4aa99));
    --_surface: var(--reroom-color-surface, light-dark(#fffdf9, #1e1b17));
    --_raised: var(--reroom-color-raised, light-dark(#ffffff, #2a2620));
    --_sunken: var(--reroom-color-sunken, light-dark(#f5efe5, #15130f));
    --_border: var(--reroom-color-border, light-dark(#e4dccf, #3c362d));
    --_control: var(--reroom-color-control, light-dark(#877c69, #8c816e));
    --_accent: var(--reroom-color-accent, light-dark(#a8391b, #f0885a));
    --_accent-hover: var(--reroom-color-accent-hover, light-dark(#872b12, #ffa47d));
    --_on-accent: var(--reroom-color-on-accent, light-dark(#fffaf4, #1e120b));
    --_tint: var(--reroom-color-tint, color-mix(in oklab, var(--_accent) 12%, var(--_raised)));
    /* The accent as text and borders. Overridden below. */
    --_accent-text: var(--_accent);
    --_danger: var(--reroom-color-danger, light-dark(#9b1c31, #ff8f9c));
    --_danger-tint: var(--reroom-color-danger-tint, light-dark(#fdeaec, #3b1a20));
    --_success: var(--reroom-color-success, light-dark(#22643a, #83d39c));
    --_warning: var(--reroom-color-warning, light-dark(#8a5300, #f2b84b));
    --_warning-tint: var(--reroom-color-warning-tint, light-dark(#fdf0d5, #33260e));
    --_success-tint: var(--reroom-color-success-tint, light-dark(#e7f4ea, #182c1f));
    --_focus: var(--reroom-color-focus, light-dark(#1e5bb8, #8cb8ff));
    --_shadow: var(--reroom-shadow, 0 1px 2px light-dark(rgb(60 45 20 / 8%), rgb(0 0 0 / 40%)));
    --_font: var(--reroom-font, "Avenir Next", Avenir, "Segoe UI", "Helvetica Neue", system-ui, sans-serif);
    --_heading: var(
      --reroom-font-heading,
      "Iowan Old Style",
      "Palatino Linotype",
      Palatino,
      "URW Palladio L",
      P052,
      Georgia,
      serif
    );
    --_radius: var(--reroom-radius, 8px);
    --_gap: var(--reroom-gap, 1rem);
    --_speed: 160ms;

    box-sizing: border-box;
    color: var(--_text);
    font: 400 1rem/1.45 var(--_font);
    text-align: start;
    text-transform: none;
    white-space: normal;
  }

  /* One accent color is enough. The text on it is black or white, whichever has more contrast (at least 4.5:1). On hover,
     the accent moves away from its text. As text, the accent gets the lightness that the surface needs. */
  @supports (color: color(from red xyz-d65 x y z)) {
    :host {
      --_on-accent: var(
        --reroom-color-on-accent,
        color(
          from var(--_accent) xyz-d65 calc(0.9505 * clamp(0, (0.179 - y) * 9999, 1)) clamp(0, (0.179 - y) * 9999, 1)
            calc(1.089 * clamp(0, (0.179 - y) * 9999, 1))
        )
      );
      --_accent-hover: var(
        --reroom-color-accent-hover,
        color-mix(in oklab, var(--_accent) 82%, color(from var(--_on-accent) srgb calc(1 - r) calc(1 - g) calc(1 - b)))
      );
      --_accent-text: light-dark(
        oklch(from var(--_accent) min(l, 0.52) c h),
        oklch(from var(--_accent) max(l, 0.72) c h)
      );
    }
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  .visually-hidden:not(:focus, :active) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_speed: 0ms;
    }

    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

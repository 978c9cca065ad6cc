// The painter's icons, drawn on a 24 × 24 grid in the text color.
import { svg, type SVGTemplateResult } from "lit";

const lasso = svg`<path d="M7 16.5C4.5 15.5 3 13.7 3 11.5 3 7.9 7 5 12 5s9 2.9 9 6.5S17 18 12 18c-1 0-2-.1-2.9-.3" stroke-dasharray="3 2.2" /><path d="M9 17.5a2 2 0 1 0-3.5-1.5c0 2.5 2 3 1 5" />`;

export const icons = {
  select: svg`<path d="m10 10 10.5 4-4.6 1.9L14 20.5Z" /><path d="M4 8V4h4M12 4h4M20 8v1M4 12v4M8 20H4" />`,
  outline: lasso,
  box: svg`<rect x="4" y="6" width="16" height="12" stroke-dasharray="3 2.2" />`,
  stroke: svg`<path d="M3.5 16c3-7 5.500-9 7-7.500s-2 6 0 7 5-5 9.500-6" />`,
  brush: svg`<path d="M14 4.5 19.5 10 11 16.5 7.5 13Z M7.5 13c-3 0-3 3.5-5 5 3 1.5 7.5 1 8.5-1.5" />`,
  rectangle: svg`<rect x="4" y="6" width="16" height="12" stroke-dasharray="3 2.2" />`,
  lasso,
  move: svg`<path d="M12 3v18M3 12h18M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5" />`,
  mark: svg`<path d="M12 5v14M5 12h14" />`,
  erase: svg`<path d="M5 12h14" />`,
  undo: svg`<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9" />`,
  redo: svg`<path d="m16 5 4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h5" />`,
  invert: svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 3.5a8.5 8.5 0 0 1 0 17Z" fill="currentColor" />`,
  clear: svg`<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5" />`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`,
  grow: svg`<circle cx="12" cy="12" r="3.5" /><path d="M12 5.5V2M12 22v-3.5M5.5 12H2M22 12h-3.5" />`,
  shrink: svg`<circle cx="12" cy="12" r="8.5" stroke-dasharray="3 2.2" /><circle cx="12" cy="12" r="3.5" />`,
  smooth: svg`<path d="M3 15c3 0 3-7 6.5-7S13 16 16 16s3-5 5-5" />`,
  fullScreen: svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />`,
  exitFullScreen: svg`<path d="M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5" />`,
  zoomIn: svg`<circle cx="10.5" cy="10.5" r="6.5" /><path d="m15.5 15.5 5 5M10.5 7.5v6M7.5 10.5h6" />`,
  zoomOut: svg`<circle cx="10.5" cy="10.5" r="6.5" /><path d="m15.5 15.5 5 5M7.5 10.5h6" />`,
  zoomWhole: svg`<rect x="3.5" y="6" width="17" height="12" rx="1" /><path d="M8 12h8M10 10l-2 2 2 2M14 10l2 2-2 2" />`,
} satisfies Record<string, SVGTemplateResult>;

// The studio's icons: outlines in the text color.
import { html, svg, type TemplateResult } from "lit";
import type { ToolId } from "../locales/texts.js";

type IconName =
  | ToolId
  | "photo"
  | "camera"
  | "download"
  | "check"
  | "compare"
  | "chevron"
  | "warning"
  | "plus"
  | "minus"
  | "cross"
  | "next";

const outlines: Readonly<Record<IconName, string>> = {
  "virtual-staging":
    "M4 11V8a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v3M2 13a2 2 0 0 1 4 0v2h12v-2a2 2 0 0 1 4 0v5H2zM5 18v2M19 18v2",
  interior: "M3 21V5l9-2 9 2v16zM3 21l5-5h8l5 5M8 16V9h8v7",
  exterior: "m3 11 9-7 9 7M5 10v10h14V10M10 20v-6h4v6",
  "empty-room": "M3 4h18v16H3zM3 20l5-5h8l5 5M8 15V4M16 15V4",
  edit: "M4 20c4 0 5-1 5-3a2.5 2.5 0 0 0-5 0c0 1-.5 2-1 3zM9 15 19 4l2 2-10 10",
  sketch: "M4 20h16M6 16 16 5l3 3L9 18l-4 1z",
  upscale: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  check: "m5 13 4 4L19 7",
  compare: "M3 5h8v14H3zM13 5h8v14h-8z",
  chevron: "m6 9 6 6 6-6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  cross: "m6 6 12 12M18 6 6 18",
  next: "m9 6 6 6-6 6",
  warning: "M12 4 2.5 20h19zM12 10v4M12 17h.01",
};

/** A decorative icon, hidden from screen readers. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${outlines[name]} />`}</svg>`;

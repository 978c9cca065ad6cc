// Pictures of options, which make them recognizable at a glance. Their drawings load when they are first shown.
import { html, type TemplateResult } from "lit";
import { until } from "lit/directives/until.js";
import type { ThumbnailKind } from "../../studio/tools.js";
import type { pictures as Pictures } from "./pictures/index.js";

let pictures: typeof Pictures | undefined;
let loading: Promise<typeof Pictures | undefined> | undefined;

const none = html`<span class="swatch none" aria-hidden="true"></span>`;

/** Returns the picture of an option, or an empty one until it has loaded and if there is none. */
export function thumbnail(kind: ThumbnailKind, value: string): unknown {
  const draw = (loaded = pictures): TemplateResult => loaded?.[kind](value) ?? none;
  return pictures ? draw() : until(load().then(draw), none);
}

/** Loads the drawings. The studio also works without them. */
function load(): Promise<typeof Pictures | undefined> {
  loading ??= import("./pictures/index.js").then(
    (module) => (pictures = module.pictures),
    () => (loading = undefined),
  );
  return loading;
}

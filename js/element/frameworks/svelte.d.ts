// `import "reroom/element/svelte"` registers the elements and adds their types to templates (Svelte 5).
import type { HTMLAttributes } from "svelte/elements";
import type { ReRoomStudioEventMap } from "../events.js";
import type { RendersInput, ReRoomCompare, ReRoomStudio } from "../index.js";
import type { PrepareInput, PresetInput, ToolsInput } from "../studio/attributes.js";

export * from "../index.js";

type Own<T extends HTMLElement> = {
  [
    Name in keyof T as Exclude<
      Name,
      keyof HTMLElement | "renderOptions" | "renderRoot" | "updateComplete" | "params" | "results" | "busy" | "balance"
    >
  ]?: T[Name];
};

type StudioProps = Omit<Own<ReRoomStudio>, "tools" | "preset" | "prepare"> & {
  "base-url"?: string;
  "hide-forbidden"?: boolean;
  tools?: ToolsInput;
  preset?: PresetInput;
  prepare?: PrepareInput;
} & { [K in keyof ReRoomStudioEventMap as `on${K}`]?: (event: ReRoomStudioEventMap[K]) => void };

type CompareProps = Omit<Own<ReRoomCompare>, "renders"> & {
  renders?: RendersInput;
  "before-src"?: string;
  "after-src"?: string;
  "disclosure-text"?: string;
  "original-href"?: string;
};

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "reroom-studio": HTMLAttributes<ReRoomStudio> & StudioProps;
    "reroom-compare": HTMLAttributes<ReRoomCompare> & CompareProps;
  }
}

// `import "reroom/element/vue"` registers the elements and adds their types to templates (Vue 3).
import type { DefineComponent } from "vue";
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
  tools?: ToolsInput;
  preset?: PresetInput;
  prepare?: PrepareInput;
};

type CompareProps = Omit<Own<ReRoomCompare>, "renders"> & {
  renders?: RendersInput;
};

type Listeners = { [K in keyof ReRoomStudioEventMap]: (event: ReRoomStudioEventMap[K]) => void };

declare module "vue" {
  interface GlobalComponents {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    "reroom-studio": DefineComponent<StudioProps, {}, {}, {}, {}, {}, {}, Listeners>;
    "reroom-compare": DefineComponent<CompareProps>;
  }
}

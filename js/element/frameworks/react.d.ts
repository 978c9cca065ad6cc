// `import "reroom/element/react"` registers the elements and tells JSX of them (React 19).
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { ReRoomStudioEventMap } from "../events.js";
import type { ReRoomCompare, ReRoomStudio } from "../index.js";

export * from "../index.js";

/** The properties of an element that are not those of every element. */
type Own<T extends HTMLElement> = Partial<
  Omit<T, keyof HTMLElement | "renderOptions" | "renderRoot" | "updateComplete">
>;

type Props<T extends HTMLElement> = DetailedHTMLProps<HTMLAttributes<T>, T> & Own<T>;

/** Attributes that are not spelled as their properties, and React's way to listen: `on` before the event's name. */
type StudioProps = Omit<Props<ReRoomStudio>, "tools" | "preset" | "prepare"> & {
  "base-url"?: string;
  tools?: ReRoomStudio["tools"] | string;
  preset?: ReRoomStudio["preset"] | string;
  prepare?: ReRoomStudio["prepare"] | "crop" | "pad" | "off";
} & { [K in keyof ReRoomStudioEventMap as `on${K}`]?: (event: ReRoomStudioEventMap[K]) => void };

type CompareProps = Props<ReRoomCompare> & {
  "before-src"?: string;
  "after-src"?: string;
  "disclosure-text"?: string;
  "original-href"?: string;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "reroom-studio": StudioProps;
      "reroom-compare": CompareProps;
    }
  }
}

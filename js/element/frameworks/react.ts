"use client";
/**
 * React components for the elements, and JSX types for their tags.
 *
 * React does not set properties or listeners when it hydrates a server-rendered custom element. With these components,
 * React only writes attributes; the components set the rest after hydration.
 *
 * @module reroom/element/react
 */
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from "react";
import "../define.js";
import type { ReRoomStudioEventMap } from "../events.js";
import type { RendersInput } from "../../rules/alterations.js";
import type { ReRoomCompare as Compare, ReRoomStudio as Studio } from "../index.js";
import type { PrepareInput, PresetInput, ToolsInput } from "../studio/attributes.js";

export type * from "../index.js";
export {
  DIGITAL_SOURCE_TYPE,
  describeAlterations,
  en,
  exportPair,
  fill,
  languageOf,
  loadTexts,
  markAsAltered,
  textsFor,
} from "../index.js";

/** The properties that an element adds to `HTMLElement`. */
type Own<T extends HTMLElement> = {
  [
    Name in keyof T as Exclude<
      Name,
      keyof HTMLElement | "renderOptions" | "renderRoot" | "updateComplete" | "params" | "results" | "busy" | "balance"
    >
  ]?: T[Name];
};

type Props<T extends HTMLElement> = Omit<DetailedHTMLProps<HTMLAttributes<T>, T>, keyof Own<T>> & Own<T>;

/** Attributes whose names differ from their properties, and listeners: `on` plus the event name. */
type StudioTagProps = Omit<Props<Studio>, "tools" | "preset" | "prepare"> & {
  /** URL of your gateway, such as `/api/reroom`. */
  "base-url"?: string;
  /** Hides tools and options that the rules of the market forbid. */
  "hide-forbidden"?: boolean;
  /** Tools to offer: an array or a string of names. */
  tools?: ToolsInput;
  /** Preselected or fixed options by tool: an object or JSON. */
  preset?: PresetInput;
  /** How photos are prepared before upload: options, or `"crop"`, `"pad"` or `"off"`. */
  prepare?: PrepareInput;
} & { [K in keyof ReRoomStudioEventMap as `on${K}`]?: (event: ReRoomStudioEventMap[K]) => void };

type CompareTagProps = Omit<Props<Compare>, "renders"> & {
  /** The renders that altered the photo, with their parameters: objects or JSON. */
  renders?: RendersInput;
  /** URL of the original photo. */
  "before-src"?: string;
  /** URL of the altered photo. */
  "after-src"?: string;
  /** Text of the disclosure. */
  "disclosure-text"?: string;
  /** URL of the original photo, linked next to the disclosure. */
  "original-href"?: string;
};

/** Props of `<ReRoomStudio>`. */
export type ReRoomStudioProps = Omit<StudioTagProps, "ref">;
/** Props of `<ReRoomCompare>`. */
export type ReRoomCompareProps = Omit<CompareTagProps, "ref">;
/** The element that a `ref` to `<ReRoomStudio>` points to. */
export type ReRoomStudioElement = Studio;
/** The element that a `ref` to `<ReRoomCompare>` points to. */
export type ReRoomCompareElement = Compare;

type Values = Readonly<Record<string, unknown>>;

/** Attribute names by property. `undefined` if a property has no attribute. */
type Attributes = Readonly<Record<string, string | undefined>>;

const studioAttributes: Attributes = {
  baseUrl: "base-url",
  user: "user",
  src: "src",
  tools: "tools",
  preset: "preset",
  prepare: "prepare",
  market: "market",
  hideForbidden: "hide-forbidden",
  client: undefined,
  hostImage: undefined,
  photo: undefined,
  segmenter: undefined,
  texts: undefined,
};

const compareAttributes: Attributes = {
  beforeSrc: "before-src",
  afterSrc: "after-src",
  renders: "renders",
  alt: "alt",
  width: "width",
  height: "height",
  orientation: "orientation",
  value: "value",
  disclosure: "disclosure",
  disclosureText: "disclosure-text",
  originalHref: "original-href",
  zoomable: "zoomable",
  market: "market",
  texts: undefined,
};

/** `<reroom-studio>` as a component. On a server, it renders the tag with its text attributes. */
export const ReRoomStudio = component<Studio, ReRoomStudioProps>("reroom-studio", studioAttributes);

/** `<reroom-compare>` as a component. On a server, it renders the tag with its text attributes. */
export const ReRoomCompare = component<Compare, ReRoomCompareProps>("reroom-compare", compareAttributes);

// On a server, React warns about layout effects.
const useEffectBeforePaint = typeof document === "undefined" ? useEffect : useLayoutEffect;

function component<T extends HTMLElement, P extends object>(
  tag: string,
  known: Attributes,
): ForwardRefExoticComponent<P & RefAttributes<T>> {
  const Element = forwardRef<T, P>((props, ref) => {
    const element = useRef<T>(null);
    const { attributes, properties, listeners } = sortProps(props as Values, known);
    useProperties(element, properties);
    useListeners(element, listeners);
    useImperativeHandle(ref, () => element.current as T, []);
    return createElement(tag, { ...attributes, ref: element });
  });
  Element.displayName = tag;
  return Element as ForwardRefExoticComponent<P & RefAttributes<T>>;
}

interface SortedProps {
  /** Attributes that React renders, also on a server. */
  readonly attributes: Record<string, unknown>;
  readonly properties: Values;
  readonly listeners: Readonly<Record<string, (event: Event) => void>>;
}

function sortProps(props: Values, known: Attributes): SortedProps {
  const attributes: Record<string, unknown> = {};
  const properties: Record<string, unknown> = {};
  const listeners: Record<string, (event: Event) => void> = {};
  for (const [name, value] of Object.entries(props)) {
    if (/^onreroom-/.test(name)) {
      if (typeof value === "function") listeners[name.slice(2)] = value as (event: Event) => void;
    } else if (!Object.hasOwn(known, name)) attributes[name === "className" ? "class" : name] = value;
    else {
      properties[name] = value;
      if (known[name] !== undefined && isText(value)) attributes[known[name]] = String(value);
    }
  }
  return { attributes, properties, listeners };
}

const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

/** Sets changed properties, and unsets removed ones. */
function useProperties(element: { readonly current: HTMLElement | null }, properties: Values): void {
  const last = useRef<Values>({});
  useEffectBeforePaint(() => {
    const target = element.current as unknown as Record<string, unknown> | null;
    if (!target) return;
    for (const name of new Set([...Object.keys(last.current), ...Object.keys(properties)]))
      if (properties[name] !== last.current[name]) target[name] = properties[name];
    last.current = properties;
  });
}

/** Adds event listeners. Events go to the listeners of the latest render. */
function useListeners(element: { readonly current: HTMLElement | null }, listeners: SortedProps["listeners"]): void {
  const last = useRef(listeners);
  const types = Object.keys(listeners).sort().join(" ");
  useEffectBeforePaint(() => {
    last.current = listeners;
  });
  useEffectBeforePaint(() => {
    const target = element.current;
    const onEvent = (event: Event) => last.current[event.type]?.(event);
    const eventTypes = types.split(" ").filter(Boolean);
    for (const type of eventTypes) target?.addEventListener(type, onEvent);
    return () => {
      for (const type of eventTypes) target?.removeEventListener(type, onEvent);
    };
  }, [types]);
}

declare module "react" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React's JSX types can only be extended this way
  namespace JSX {
    interface IntrinsicElements {
      "reroom-studio": StudioTagProps;
      "reroom-compare": CompareTagProps;
    }
  }
}

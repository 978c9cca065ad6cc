"use client";
/**
 * The elements as React components, and the tags typed for JSX.
 *
 * A server-rendered tag loses its properties and listeners: React sets neither when it hydrates. The components let React
 * write attributes alone, and set the rest themselves after hydration.
 *
 * @module reroom/element/react
 */
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from "react";
import "../define.js";
import type { ReRoomStudioEventMap } from "../events.js";
import type { ReRoomCompare as Compare, ReRoomStudio as Studio } from "../index.js";
import type { PrepareInput, PresetInput, ToolsInput } from "../studio/attributes.js";

export type * from "../index.js";
export { DIGITAL_SOURCE_TYPE, en, exportPair, fill, languageOf, loadTexts, markAsAltered, textsFor } from "../index.js";

/** The properties of an element that are not those of every element. */
type Own<T extends HTMLElement> = Partial<
  Omit<T, keyof HTMLElement | "renderOptions" | "renderRoot" | "updateComplete">
>;

type Props<T extends HTMLElement> = Omit<DetailedHTMLProps<HTMLAttributes<T>, T>, keyof Own<T>> & Own<T>;

/** Attributes that are not spelled as their properties, and React's way to listen: `on` before the event's name. */
type StudioTagProps = Omit<Props<Studio>, "tools" | "preset" | "prepare"> & {
  /** The service, or a path of the page's own server that holds the key. */
  "base-url"?: string;
  /** The tools that are offered, in this order: a list, or names in a text. */
  tools?: ToolsInput;
  /** Options by tool that are preselected or fixed: an object, or JSON. */
  preset?: PresetInput;
  /** Whether photos are mended before they go up, and how: options, or `"crop"`, `"pad"` or `"off"`. */
  prepare?: PrepareInput;
} & { [K in keyof ReRoomStudioEventMap as `on${K}`]?: (event: ReRoomStudioEventMap[K]) => void };

type CompareTagProps = Props<Compare> & {
  /** URL of the photo as it was. */
  "before-src"?: string;
  /** URL of the altered photo. */
  "after-src"?: string;
  /** What it says of the altered photo. */
  "disclosure-text"?: string;
  /** Where the unaltered photo is. */
  "original-href"?: string;
};

/** What `<ReRoomStudio>` takes: all that `<reroom-studio>` does. */
export type ReRoomStudioProps = Omit<StudioTagProps, "ref">;
/** What `<ReRoomCompare>` takes: all that `<reroom-compare>` does. */
export type ReRoomCompareProps = Omit<CompareTagProps, "ref">;
/** The element that a `ref` of `<ReRoomStudio>` holds. */
export type ReRoomStudioElement = Studio;
/** The element that a `ref` of `<ReRoomCompare>` holds. */
export type ReRoomCompareElement = Compare;

type Values = Readonly<Record<string, unknown>>;

/** A property of an element, and the attribute that says the same; `undefined` where only the property can. */
type Attributes = Readonly<Record<string, string | undefined>>;

const ofStudio: Attributes = {
  baseUrl: "base-url",
  src: "src",
  tools: "tools",
  preset: "preset",
  prepare: "prepare",
  client: undefined,
  photo: undefined,
  texts: undefined,
};

const ofCompare: Attributes = {
  beforeSrc: "before-src",
  afterSrc: "after-src",
  alt: "alt",
  width: "width",
  height: "height",
  orientation: "orientation",
  value: "value",
  disclosure: "disclosure",
  disclosureText: "disclosure-text",
  originalHref: "original-href",
  texts: undefined,
};

/** `<reroom-studio>` as a component; on a server it renders the tag with the attributes that are text. */
export const ReRoomStudio = component<Studio, ReRoomStudioProps>("reroom-studio", ofStudio);

/** `<reroom-compare>` as a component; on a server it renders the tag with the attributes that are text. */
export const ReRoomCompare = component<Compare, ReRoomCompareProps>("reroom-compare", ofCompare);

// React warns of layout effects on a server, which has none.
const useEffectBeforePaint = typeof document === "undefined" ? useEffect : useLayoutEffect;

function component<T extends HTMLElement, P extends object>(
  tag: string,
  known: Attributes,
): ForwardRefExoticComponent<P & RefAttributes<T>> {
  const Element = forwardRef<T, P>((props, ref) => {
    const element = useRef<T>(null);
    const { attributes, properties, listeners } = sorted(props as Values, known);
    useProperties(element, properties);
    useListeners(element, listeners);
    useImperativeHandle(ref, () => element.current as T, []);
    return createElement(tag, { ...attributes, ref: element });
  });
  Element.displayName = tag;
  return Element as ForwardRefExoticComponent<P & RefAttributes<T>>;
}

interface Sorted {
  /** What React writes, on a server too. */
  readonly attributes: Record<string, unknown>;
  readonly properties: Values;
  readonly listeners: Readonly<Record<string, (event: Event) => void>>;
}

function sorted(props: Values, known: Attributes): Sorted {
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

/** Sets the properties that are another than at the last rendering, and takes back those that are gone. */
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

/** Listens to the element; each event goes to the listener of the last rendering. */
function useListeners(element: { readonly current: HTMLElement | null }, listeners: Sorted["listeners"]): void {
  const last = useRef(listeners);
  const types = Object.keys(listeners).sort().join(" ");
  useEffectBeforePaint(() => {
    last.current = listeners;
  });
  useEffectBeforePaint(() => {
    const target = element.current;
    const hear = (event: Event) => last.current[event.type]?.(event);
    const heard = types.split(" ").filter(Boolean);
    for (const type of heard) target?.addEventListener(type, hear);
    return () => {
      for (const type of heard) target?.removeEventListener(type, hear);
    };
  }, [types]);
}

declare module "react" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only so can React's own be extended
  namespace JSX {
    interface IntrinsicElements {
      "reroom-studio": StudioTagProps;
      "reroom-compare": CompareTagProps;
    }
  }
}

// The form of each tool: its fields, their order, and when they apply.
import type { Catalog, Option } from "../client/index.js";

/** The studio's tools. `interior` and `exterior` are renders without a `tool` parameter. */
export type ToolId = "virtual-staging" | "interior" | "exterior" | "empty-room" | "edit" | "sketch" | "upscale";

/** The kind of picture that illustrates an option: a room, a house, a color palette or a surface. */
export type ThumbnailKind = "room" | "house" | "bars" | "tile";

/** Identifies the label of a field. Fields of different tools can share a parameter, but not a label. */
export type FieldLabel =
  | "field"
  | "type"
  | "room"
  | "building"
  | "style"
  | "view"
  | "action"
  | "staging"
  | "creativity"
  | "creativity_level"
  | "prompt"
  | "edit_prompt"
  | "color"
  | "architectural_material"
  | "material"
  | "daylight"
  | "season"
  | "sky"
  | "landscape"
  | "category"
  | "name"
  | "reference_file_urls";

/** Field values of a tool, by parameter. An empty string means no value. */
export type Values = Readonly<Record<string, string>>;

/** A few options next to each other. */
export interface SegmentsControl {
  /** The kind of control. */
  kind: "segments";
  /** The options. */
  options: Option[];
  /** The preselected option. Default: the first. */
  initial?: string;
}

/** A list of options, which can be long. */
export interface ListControl {
  /** The kind of control. */
  kind: "list";
  /** The options. */
  options: Option[];
  /** Whether the user can leave it empty. */
  optional: boolean;
  /** Whether the labels of the options are descriptions. Names are then made from their values. */
  described: boolean;
  /** The kind of picture for its options. */
  thumbnail: ThumbnailKind | undefined;
  /** The preselected option. Default: none. */
  initial?: string;
}

/** A text field. */
export interface TextControl {
  /** The kind of control. */
  kind: "text";
  /** Whether it must be filled in. */
  required: boolean;
}

/** A list of URLs, or a number from 0.5 to 1. */
export interface PlainControl {
  /** The kind of control. */
  kind: "urls" | "level";
}

/** The control of a field. */
export type Control = SegmentsControl | ListControl | TextControl | PlainControl;

/** A form field of a tool. */
export interface Field {
  /** The request parameter that the field sets. */
  param: string;
  /** Identifies its label. */
  label: FieldLabel;
  /** The control to show. */
  control: Control;
  /** Whether the field goes under "More options". */
  more: boolean;
  /** Whether the field applies, given the values of the fields before it. */
  when: (values: Values) => boolean;
}

const always = () => true;
const interior = (values: Values) => values["field"] !== "exterior";
const exterior = (values: Values) => values["field"] === "exterior";
const action = (name: string) => (values: Values) => values["action"] === name;

type Extras = Partial<Pick<Field, "more" | "when">>;

const field = (param: string, label: Field["label"], control: Control, extras: Extras = {}): Field => ({
  param,
  label,
  control,
  more: false,
  when: always,
  ...extras,
});

const toOptions = (...values: string[]): Option[] => values.map((value) => ({ value, label: value }));

interface ListExtras {
  optional?: boolean;
  /** The catalog's labels are descriptions. Option names are made from their values. */
  described?: boolean;
  thumbnail?: ThumbnailKind;
}

/** A list of options. Required unless `optional`. */
function list(options: Option[], { optional = false, described = false, thumbnail }: ListExtras = {}): Control {
  return { kind: "list", options, optional, described, thumbnail };
}

/** Whether a value means "no preference": empty, `no-type` or `no-style`. */
export const isNoPreference = (value: string): boolean => value === "" || value.startsWith("no-");

const optional = (options: Option[], thumbnail?: ThumbnailKind): Control =>
  list(options, { optional: true, ...(thumbnail && { thumbnail }) });
const described = (options: Option[], thumbnail?: ThumbnailKind): Control =>
  list(options, { optional: true, described: true, ...(thumbnail && { thumbnail }) });

/** A list that only selects the next list. Its first option is preselected. */
const preselected = (options: Option[]): Control => ({
  ...(list(options) as Extract<Control, { kind: "list" }>),
  initial: options[0]?.value ?? "",
});

const placeField = field("field", "field", { kind: "segments", options: toOptions("interior", "exterior") });

function creativity({ shared }: Catalog): Field[] {
  return [
    field("creativity", "creativity", { kind: "segments", options: shared.creativity, initial: "balanced" }),
    field(
      "creativity_level",
      "creativity_level",
      { kind: "level" },
      { when: (values) => values["creativity"] === "precise" },
    ),
  ];
}

const prompt = field("prompt", "prompt", { kind: "text", required: false });
const more = { more: true };

function interiorFields(catalog: Catalog): Field[] {
  const { shared, interior: of } = catalog;
  return [
    field("style", "style", list(of.style, { thumbnail: "room" })),
    field("type", "type", list(of.type)),
    ...creativity(catalog),
    prompt,
    field("color", "color", described(of.color, "bars"), more),
    field("architectural_material", "architectural_material", described(shared.architectural_material, "tile"), more),
    field("daylight", "daylight", optional(shared.daylight, "house"), more),
    field("season", "season", described(shared.season, "house"), more),
  ];
}

function exteriorFields(catalog: Catalog): Field[] {
  const { shared, exterior: of } = catalog;
  return [
    field("style", "style", list(of.style, { thumbnail: "house" })),
    field("type", "building", list(of.type)),
    field("daylight", "daylight", optional(shared.daylight, "house")),
    ...creativity(catalog),
    prompt,
    field("sky", "sky", optional(of.sky, "house"), more),
    field("season", "season", described(shared.season, "house"), more),
    field("landscape", "landscape", described(of.landscape, "house"), more),
    field("architectural_material", "architectural_material", described(shared.architectural_material, "tile"), more),
  ];
}

const sketchFields = (catalog: Catalog): Field[] => [
  placeField,
  field("view", "view", optional(catalog.sketch.view)),
  field("style", "style", list(catalog.interior.style, { thumbnail: "room" }), { when: interior }),
  field("type", "type", list(catalog.interior.type), { when: interior }),
  field("style", "style", list(catalog.exterior.style, { thumbnail: "house" }), { when: exterior }),
  field("type", "building", list(catalog.exterior.type), { when: exterior }),
];

const stagingFields = ({ staging }: Catalog): Field[] => [
  field("action", "staging", { kind: "segments", options: toOptions("preset", "reference") }),
  field("type", "room", list(staging.type), { when: action("preset") }),
  field("style", "style", list(staging.style, { thumbnail: "room" }), { when: action("preset") }),
  field("reference_file_urls", "reference_file_urls", { kind: "urls" }, { when: action("reference") }),
];

function editFields({ edit }: Catalog): Field[] {
  const addsObject = action("object");
  const objects = (place: "interior" | "exterior", here: typeof interior) => {
    const categories = edit.objects[place];
    return [
      field("category", "category", preselected(toOptions(...Object.keys(categories))), {
        when: (values) => here(values) && addsObject(values),
      }),
      ...Object.entries(categories).map(([category, options]) =>
        field("name", "name", list(options), {
          when: (values) => here(values) && addsObject(values) && values["category"] === category,
        }),
      ),
    ];
  };
  return [
    field("action", "action", { kind: "segments", options: toOptions("remove", "material", "object", "prompt") }),
    placeField,
    field("material", "material", list(edit.material, { thumbnail: "tile" }), { when: action("material") }),
    field("prompt", "edit_prompt", { kind: "text", required: true }, { when: action("prompt") }),
    ...objects("interior", interior),
    ...objects("exterior", exterior),
  ];
}

/** Drops empty values and converts the others to what the service expects. */
function toRequestValues(values: Values): Record<string, unknown> {
  const entries = Object.entries(values).filter(([, value]) => value !== "");
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(key, value)]));
}

function convert(key: string, value: string): unknown {
  if (key === "creativity_level") return Number(value);
  if (key === "reference_file_urls") return value.split(/\s+/).filter(Boolean);
  return value;
}

function editParams({ category, name, ...values }: Values): Record<string, unknown> {
  const object = category === undefined ? {} : { object: { category, ...(name && { name }) } };
  return { tool: "edit", ...toRequestValues(values), ...object };
}

/** A tool. */
export interface Tool {
  fields: (catalog: Catalog) => Field[];
  /** Builds the request. The mask of an edit is added later. */
  params: (values: Values) => Record<string, unknown>;
  /** The price in credits, if the service documents one. */
  cost?: number;
}

/** Price of an upscale in credits (API page, section 2.8). */
export const UPSCALE_COST = 4;

/** All tools, in their default order. */
export const tools: Readonly<Record<ToolId, Tool>> = {
  "virtual-staging": {
    fields: stagingFields,
    params: (values) => ({ tool: "virtual-staging", ...toRequestValues(values) }),
  },
  interior: { fields: interiorFields, params: toRequestValues },
  exterior: { fields: exteriorFields, params: (values) => ({ field: "exterior", ...toRequestValues(values) }) },
  "empty-room": { fields: () => [], params: () => ({ tool: "empty-room" }) },
  edit: { fields: editFields, params: editParams },
  sketch: { fields: sketchFields, params: (values) => ({ tool: "sketch", ...toRequestValues(values) }) },
  upscale: { fields: () => [], params: () => ({ tool: "upscale" }), cost: UPSCALE_COST },
};

/** The ids of all tools. */
export const toolIds = Object.keys(tools) as ToolId[];

/** Whether this is the id of a tool. */
export const isTool = (name: string): name is ToolId => Object.hasOwn(tools, name);

// The tools of the service as questions: which options each one takes, in which order, and when they are asked.
import type { Catalog, Option } from "../../client/index.js";
import type { Texts, ToolId } from "../locales/texts.js";
import type { SwatchKind } from "./swatches.js";

/** What the questions of a tool are answered with, by parameter; an empty answer is none. */
export type Values = Readonly<Record<string, string>>;

/** How a question is asked. */
export type Control =
  | { kind: "segments"; options: Option[]; initial?: string }
  | {
      kind: "list";
      options: Option[];
      optional: boolean;
      described: boolean;
      swatch: SwatchKind | undefined;
      initial?: string;
    }
  | { kind: "text"; placeholder: "promptPlaceholder" | "editPromptPlaceholder"; required: boolean }
  | { kind: "urls" }
  | { kind: "level" };

/** One question of a tool. */
export interface Field {
  /** The parameter of the request that it answers. */
  param: string;
  label: keyof Texts["fields"];
  control: Control;
  /** Belongs under "More options". */
  more: boolean;
  /** Whether it is asked at all, given the answers above it. */
  when: (values: Values) => boolean;
}

const always = () => true;
const interior = (values: Values) => values["field"] !== "exterior";
const exterior = (values: Values) => values["field"] === "exterior";
const action = (name: string) => (values: Values) => values["action"] === name;

type Extras = Partial<Pick<Field, "more" | "when">>;

const question = (param: string, label: Field["label"], control: Control, extras: Extras = {}): Field => ({
  param,
  label,
  control,
  more: false,
  when: always,
  ...extras,
});

const bare = (...values: string[]): Option[] => values.map((value) => ({ value, label: value }));

interface ListExtras {
  optional?: boolean;
  /** The labels describe the options, whose names are their values. */
  described?: boolean;
  swatch?: SwatchKind;
}

/** A list. One that is not optional has to be answered; "no preference" is an answer where the service has it. */
function list(options: Option[], { optional = false, described = false, swatch }: ListExtras = {}): Control {
  return { kind: "list", options, optional, described, swatch };
}

/** Whether an option is the service's own "no-type" or "no-style", or none at all. */
export const isOpen = (value: string): boolean => value === "" || value.startsWith("no-");

const optional = (options: Option[], swatch?: SwatchKind): Control =>
  list(options, { optional: true, ...(swatch && { swatch }) });
const described = (options: Option[], swatch?: SwatchKind): Control =>
  list(options, { optional: true, described: true, ...(swatch && { swatch }) });

/** A list that only decides which list comes next: it begins with its first option. */
const chosenFirst = (options: Option[]): Control => ({
  ...(list(options) as Extract<Control, { kind: "list" }>),
  initial: options[0]?.value ?? "",
});

const whereabouts = question("field", "field", { kind: "segments", options: bare("interior", "exterior") });

function creativity({ shared }: Catalog): Field[] {
  return [
    question("creativity", "creativity", { kind: "segments", options: shared.creativity, initial: "balanced" }),
    question(
      "creativity_level",
      "creativity_level",
      { kind: "level" },
      { when: (values) => values["creativity"] === "precise" },
    ),
  ];
}

const prompt = question("prompt", "prompt", { kind: "text", placeholder: "promptPlaceholder", required: false });
const more = { more: true };

function interiorFields(catalog: Catalog): Field[] {
  const { shared, interior: of } = catalog;
  return [
    question("style", "style", list(of.style, { swatch: "room" })),
    question("type", "type", list(of.type)),
    ...creativity(catalog),
    prompt,
    question("color", "color", described(of.color, "bars"), more),
    question(
      "architectural_material",
      "architectural_material",
      described(shared.architectural_material, "tile"),
      more,
    ),
    question("daylight", "daylight", optional(shared.daylight, "house"), more),
    question("season", "season", described(shared.season, "house"), more),
  ];
}

function exteriorFields(catalog: Catalog): Field[] {
  const { shared, exterior: of } = catalog;
  return [
    question("style", "style", list(of.style, { swatch: "house" })),
    question("type", "building", list(of.type)),
    question("daylight", "daylight", optional(shared.daylight, "house")),
    ...creativity(catalog),
    prompt,
    question("sky", "sky", optional(of.sky, "house"), more),
    question("season", "season", described(shared.season, "house"), more),
    question("landscape", "landscape", described(of.landscape, "house"), more),
    question(
      "architectural_material",
      "architectural_material",
      described(shared.architectural_material, "tile"),
      more,
    ),
  ];
}

const sketchFields = (catalog: Catalog): Field[] => [
  whereabouts,
  question("view", "view", optional(catalog.sketch.view)),
  question("style", "style", list(catalog.interior.style, { swatch: "room" }), { when: interior }),
  question("type", "type", list(catalog.interior.type), { when: interior }),
  question("style", "style", list(catalog.exterior.style, { swatch: "house" }), { when: exterior }),
  question("type", "building", list(catalog.exterior.type), { when: exterior }),
];

const stagingFields = ({ staging }: Catalog): Field[] => [
  question("action", "staging", { kind: "segments", options: bare("preset", "reference") }),
  question("type", "room", list(staging.type), { when: action("preset") }),
  question("style", "style", list(staging.style, { swatch: "room" }), { when: action("preset") }),
  question("reference_file_urls", "reference_file_urls", { kind: "urls" }, { when: action("reference") }),
];

function editFields({ edit }: Catalog): Field[] {
  const doing = action("object");
  const objects = (field: "interior" | "exterior", here: typeof interior) => {
    const categories = edit.objects[field];
    return [
      question("category", "category", chosenFirst(bare(...Object.keys(categories))), {
        when: (values) => here(values) && doing(values),
      }),
      ...Object.entries(categories).map(([category, options]) =>
        question("name", "name", list(options), {
          when: (values) => here(values) && doing(values) && values["category"] === category,
        }),
      ),
    ];
  };
  return [
    question("action", "action", { kind: "segments", options: bare("remove", "material", "object", "prompt") }),
    whereabouts,
    question("material", "material", list(edit.material, { swatch: "tile" }), { when: action("material") }),
    question(
      "prompt",
      "edit_prompt",
      { kind: "text", placeholder: "editPromptPlaceholder", required: true },
      { when: action("prompt") },
    ),
    ...objects("interior", interior),
    ...objects("exterior", exterior),
  ];
}

/** Drops what was left open and turns numbers and lists into what the service expects. */
function answered(values: Values): Record<string, unknown> {
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
  return { tool: "edit", ...answered(values), ...object };
}

/** One tool. */
export interface Tool {
  fields: (catalog: Catalog) => Field[];
  /** The request for the answers; the mask of an edit is added when it is sent. */
  params: (values: Values) => Record<string, unknown>;
  /** Credits, where the service says what it costs. */
  cost?: number;
}

/** What an upscale takes (API page, section 2.8). */
export const UPSCALE_COST = 4;

/** Every tool, in the order in which they are offered unless a page says otherwise. */
export const tools: Readonly<Record<ToolId, Tool>> = {
  "virtual-staging": {
    fields: stagingFields,
    params: (values) => ({ tool: "virtual-staging", ...answered(values) }),
  },
  interior: { fields: interiorFields, params: answered },
  exterior: { fields: exteriorFields, params: (values) => ({ field: "exterior", ...answered(values) }) },
  "empty-room": { fields: () => [], params: () => ({ tool: "empty-room" }) },
  edit: { fields: editFields, params: editParams },
  sketch: { fields: sketchFields, params: (values) => ({ tool: "sketch", ...answered(values) }) },
  upscale: { fields: () => [], params: () => ({ tool: "upscale" }), cost: UPSCALE_COST },
};

/** The names of all tools. */
export const toolIds = Object.keys(tools) as ToolId[];

/** Whether there is a tool of this name. */
export const isTool = (name: string): name is ToolId => Object.hasOwn(tools, name);

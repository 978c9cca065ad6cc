// The tools of the service as forms: which options each one takes, in which order, and when.
import type { Catalog, JobParams, Option } from "reroom";

/** The tools as the page lists them; the two redesigns are the service's plain render. */
export type ToolId = "interior" | "exterior" | "sketch" | "empty-room" | "virtual-staging" | "edit" | "upscale";

/** What the fields of a form hold, by parameter; an empty one is absent. */
export type Values = Readonly<Record<string, string>>;

/** How an option is asked for. */
export type Control =
  | { kind: "segments"; options: Option[]; described?: boolean }
  | { kind: "list"; options: Option[]; none?: string; described?: boolean }
  | { kind: "text"; placeholder: string; required?: boolean }
  | { kind: "urls" }
  | { kind: "level" };

/** One question of a form. */
export interface Field {
  /** The parameter of the request that it answers. */
  param: string;
  label: string;
  control: Control;
  /** Belongs under "More options". */
  more?: boolean;
  /** Whether it is asked at all, given the answers above it. */
  when?: (values: Values) => boolean;
}

/** One tool. */
export interface Tool {
  id: ToolId;
  sheet: string;
  name: string;
  summary: string;
  /** What a submission is called, on the button. */
  verb: string;
  cost?: string;
  fields: (catalog: Catalog) => Field[];
  /** The request for the answers; the mask of an edit is added when it is sent. */
  params: (values: Values) => Record<string, unknown>;
}

const interior = (values: Values) => values["field"] !== "exterior";
const exterior = (values: Values) => values["field"] === "exterior";
const action = (name: string) => (values: Values) => values["action"] === name;

/** "furniture" and "street_furniture" as a person reads them. */
export function humanise(value: string): string {
  const words = value.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const option = (value: string, label = humanise(value)): Option => ({ value, label });

/** A list where no answer is an answer; the service's own "no-type" and "no-style" mean the same. */
function optional(options: Option[], none = "No preference"): Control {
  return { kind: "list", options: options.filter(({ value }) => !value.startsWith("no-")), none };
}

const described = (control: Control): Control => ({ ...control, described: true }) as Control;

const fieldOfWork: Field = {
  param: "field",
  label: "Where",
  control: { kind: "segments", options: [option("interior"), option("exterior")] },
};

function typeAndStyle(of: Catalog["interior"] | Catalog["exterior"], when?: Field["when"]): Field[] {
  const condition = when ? { when } : {};
  return [
    { param: "type", label: "Type", control: optional(of.type, "No specific type"), ...condition },
    { param: "style", label: "Style", control: optional(of.style, "No style"), ...condition },
  ];
}

function creativity(catalog: Catalog): Field[] {
  const { creativity: options } = catalog.shared;
  return [
    { param: "creativity", label: "Creativity", control: { kind: "segments", options, described: true } },
    {
      param: "creativity_level",
      label: "Freedom within precise",
      control: { kind: "level" },
      when: (values) => values["creativity"] === "precise",
    },
  ];
}

const prompt: Field = {
  param: "prompt",
  label: "In your words",
  control: { kind: "text", placeholder: "for example: a reading corner by the window" },
};

const more = (param: string, label: string, control: Control): Field => ({ param, label, control, more: true });

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
  const object = category === undefined ? {} : { object: { category, name } };
  return { tool: "edit", ...answered(values), ...object };
}

function objectFields(objects: Catalog["edit"]["objects"]): Field[] {
  const of = (field: "interior" | "exterior", here: typeof interior): Field[] => [
    {
      param: "category",
      label: "Kind of object",
      control: { kind: "list", options: Object.keys(objects[field]).map((value) => option(value)) },
      when: (values) => here(values) && action("object")(values),
    },
    ...Object.entries(objects[field]).map(([category, options]): Field => ({
      param: "name",
      label: "Object",
      control: { kind: "list", options },
      when: (values) => here(values) && action("object")(values) && values["category"] === category,
    })),
  ];
  return [...of("interior", interior), ...of("exterior", exterior)];
}

/** Every tool, in the order of the page. */
export const tools: readonly Tool[] = [
  {
    id: "interior",
    sheet: "A1",
    name: "Redesign interior",
    summary: "The same room in another style, with its own light and colours.",
    verb: "Redesign the room",
    fields: (catalog) => [
      ...typeAndStyle(catalog.interior),
      ...creativity(catalog),
      prompt,
      more("color", "Colours", described(optional(catalog.interior.color))),
      more("architectural_material", "Material", described(optional(catalog.shared.architectural_material))),
      more("daylight", "Daylight", optional(catalog.shared.daylight)),
      more("season", "Season", described(optional(catalog.shared.season))),
    ],
    params: answered,
  },
  {
    id: "exterior",
    sheet: "A2",
    name: "Redesign exterior",
    summary: "The same building in another style, under another sky.",
    verb: "Redesign the building",
    fields: (catalog) => [
      ...typeAndStyle(catalog.exterior),
      ...creativity(catalog),
      { param: "daylight", label: "Daylight", control: optional(catalog.shared.daylight) },
      prompt,
      more("sky", "Sky", optional(catalog.exterior.sky)),
      more("landscape", "Landscape", described(optional(catalog.exterior.landscape))),
      more("architectural_material", "Material", described(optional(catalog.shared.architectural_material))),
      more("season", "Season", described(optional(catalog.shared.season))),
    ],
    params: (values) => ({ field: "exterior", ...answered(values) }),
  },
  {
    id: "sketch",
    sheet: "A3",
    name: "Sketch to render",
    summary: "A drawing becomes a picture of the finished space.",
    verb: "Render the sketch",
    fields: (catalog) => [
      fieldOfWork,
      { param: "view", label: "What the drawing shows", control: optional(catalog.sketch.view) },
      ...typeAndStyle(catalog.interior, interior),
      ...typeAndStyle(catalog.exterior, exterior),
    ],
    params: (values) => ({ tool: "sketch", ...answered(values) }),
  },
  {
    id: "empty-room",
    sheet: "A4",
    name: "Empty room",
    summary: "Furniture and belongings are cleared away; walls, floor and light stay.",
    verb: "Empty the room",
    fields: () => [],
    params: () => ({ tool: "empty-room" }),
  },
  {
    id: "virtual-staging",
    sheet: "A5",
    name: "Virtual staging",
    summary: "An empty room is furnished, from a preset or after pictures of your own.",
    verb: "Stage the room",
    fields: (catalog) => [
      {
        param: "action",
        label: "Furnish from",
        control: { kind: "segments", options: [option("preset"), option("reference", "References")] },
      },
      {
        param: "type",
        label: "Room",
        control: { kind: "list", options: catalog.staging.type },
        when: action("preset"),
      },
      {
        param: "style",
        label: "Style",
        control: { kind: "list", options: catalog.staging.style },
        when: action("preset"),
      },
      {
        param: "reference_file_urls",
        label: "Reference pictures",
        control: { kind: "urls" },
        when: action("reference"),
      },
    ],
    params: (values) => ({ tool: "virtual-staging", ...answered(values) }),
  },
  {
    id: "edit",
    sheet: "A6",
    name: "Edit",
    summary: "Only what you paint over changes: remove it, give it a material, or put something there.",
    verb: "Edit the marked part",
    fields: (catalog) => [
      fieldOfWork,
      {
        param: "action",
        label: "What to do there",
        control: {
          kind: "segments",
          options: [option("remove"), option("material"), option("prompt", "Describe"), option("object")],
        },
      },
      {
        param: "material",
        label: "Material",
        control: { kind: "list", options: catalog.edit.material },
        when: action("material"),
      },
      {
        param: "prompt",
        label: "What should be there",
        control: { kind: "text", placeholder: "for example: a low oak bench", required: true },
        when: action("prompt"),
      },
      ...objectFields(catalog.edit.objects),
    ],
    params: editParams,
  },
  {
    id: "upscale",
    sheet: "A7",
    name: "Upscale",
    summary: "The same picture with more pixels: 1536 on its shortest side.",
    verb: "Upscale the photo",
    cost: "Takes 4 credits.",
    fields: () => [],
    params: () => ({ tool: "upscale" }),
  },
];

/** The tool with this id. */
export function toolById(id: ToolId): Tool {
  const tool = tools.find((candidate) => candidate.id === id);
  if (!tool) throw new Error(`There is no tool "${id}".`);
  return tool;
}

/** The answers as a request; what they say is checked by the client before anything is sent. */
export function toParams(tool: Tool, values: Values, mask?: string): JobParams {
  const params = tool.params(values);
  return (mask === undefined ? params : { ...params, mask }) as unknown as JobParams;
}

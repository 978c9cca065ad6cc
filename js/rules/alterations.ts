// States what was done to a photo, based on the requests that altered it.
import type { JobParams, Render } from "../client/index.js";
import { english, fill, type AlterationKind, type StatementKind, type StatementTexts } from "./texts.js";

/**
 * A render to disclose: its parameters, the service's record, or an object with both, such as the detail of `reroom-accept`.
 *
 * Prefer the parameters. The service's records of emptied, staged and upscaled photos do not include the tool.
 */
export type DisclosedRender =
  | JobParams
  | Render
  | {
      /** The parameters of the render. */
      params?: JobParams | undefined;
      /** The service's record. Used if there are no parameters. */
      render?: Render | undefined;
    };

/** One render or several in order: objects or JSON. */
export type RendersInput = DisclosedRender | readonly DisclosedRender[] | string;

/** Options of `describeAlterations()`. */
export interface DescribeOptions {
  /** Texts from `loadTexts()` of `reroom/element`. Default: English. */
  texts?: StatementTexts | undefined;
}

/** A statement of what was altered in a photo. */
export interface AlterationStatement {
  /** The statement in words, such as "Virtually staged". */
  readonly text: string;
  /** What the renders altered. Empty if it is not known. */
  readonly alterations: readonly Alteration[];
}

/** What a render altered in a photo. */
export type Alteration = StatementKind | AlterationKind;

/** The parameters of a request, or a record of the service. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * States what was done to a photo. For several renders in a row, such as an emptied and then furnished room, pass all of them
 * in order.
 *
 * ```ts
 * describeAlterations({ tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" }).text; // "Virtually staged"
 * describeAlterations([emptied, staged], { texts: await loadTexts("de") }).text;
 * ```
 */
export function describeAlterations(
  renders: DisclosedRender | readonly DisclosedRender[],
  { texts = english }: DescribeOptions = {},
): AlterationStatement {
  const steps = readSteps(renders);
  const found = new Set<Alteration>();
  let known = steps.length > 0;
  for (const step of steps) {
    const alterations = alterationsIn(step);
    known &&= alterations !== undefined;
    if (alterations?.includes("emptied")) for (const added of cleared) found.delete(added);
    for (const alteration of alterations ?? []) found.add(alteration);
  }
  return { text: inWords(found, known, texts), alterations: [...found] };
}

/** The values of each render. */
export const readSteps = (renders: DisclosedRender | readonly DisclosedRender[]): readonly Values[] =>
  (Array.isArray(renders) ? (renders as readonly unknown[]) : [renders]).map((render) => {
    // What is not an object is unknown, and JavaScript callers can pass it.
    const step = Object(render) as Values;
    return Object(step["params"] ?? step["render"] ?? step) as Values;
  });

/** What disappears again when the room is emptied. */
const cleared: readonly Alteration[] = ["staged", "furnitureAdded", "decorAdded"];

/** A photo that was enlarged and otherwise changed is only said to be changed. */
function inWords(found: ReadonlySet<Alteration>, known: boolean, { compare, disclosure }: StatementTexts): string {
  const { alteredIn, statements, changes } = disclosure;
  const words = keysOf(statements)
    .filter((kind) => found.has(kind) && (kind !== "enlarged" || (known && found.size === 1)))
    .map((kind) => statements[kind]);
  const listed = keysOf(changes).filter((kind) => found.has(kind));
  if (!known) words.push(compare.altered);
  else if (listed.length > 0) words.push(fill(alteredIn, { changes: listed.map((kind) => changes[kind]).join(", ") }));
  return words.join(". ");
}

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];

/** Returns what a render altered, or undefined if its values do not show it. */
export function alterationsIn(values: Values): Alteration[] | undefined {
  switch (values["tool"] ?? guessTool(values)) {
    case "virtual-staging":
      return ["staged"];
    case "empty-room":
      return ["emptied"];
    case "upscale":
      return ["enlarged"];
    case "sketch":
      return [drawings[String(values["view"])] ?? "fromDrawing"];
    case "edit":
      return editAlterations(values);
    case "plain":
      return plainAlterations(values);
    default:
      return undefined;
  }
}

/** Some records of the service do not include the tool, but values that only one tool has. */
function guessTool(values: Values): string | undefined {
  if (isGiven(values["creativity"])) return "plain";
  if (isGiven(values["view"])) return "sketch";
  return Array.isArray(values["reference_file_urls"]) ? "virtual-staging" : undefined;
}

const drawings: Readonly<Record<string, StatementKind>> = {
  floorplan: "fromFloorplan",
  section: "fromSection",
  elevation: "fromElevation",
};

/** Options that change only one aspect of the photo. */
const aspects: Readonly<Record<string, AlterationKind>> = {
  architectural_material: "buildingMaterial",
  color: "colors",
  daylight: "timeOfDay",
  season: "season",
  sky: "sky",
  landscape: "surroundings",
  prompt: "details",
};

function plainAlterations(values: Values): AlterationKind[] {
  const subject = values["field"] === "exterior" ? "exterior" : "interior";
  const listed = Object.entries(aspects).flatMap(([option, kind]) => (isGiven(values[option]) ? [kind] : []));
  // API page, section 2.1: "precise" stays close to the photo, up to its default level.
  const precise = values["creativity"] === "precise" && Number(values["creativity_level"] ?? 0.7) <= 0.7;
  const restyled = isGiven(values["style"]) || isGiven(values["type"]);
  if (precise && !restyled && listed.length > 0) return listed;
  return [subject, ...(values["creativity"] === "creative" ? (["architecture"] as const) : []), ...listed];
}

const actions: Readonly<Record<string, AlterationKind>> = {
  remove: "objectsRemoved",
  material: "surfaceMaterial",
  prompt: "partChanged",
};

const categories: Readonly<Record<string, AlterationKind>> = {
  furniture: "furnitureAdded",
  decoration: "decorAdded",
  creature: "peopleAdded",
  street_landscape: "landscapingAdded",
  street_furniture: "streetFurnitureAdded",
  street_creature: "peopleAdded",
};

/** Objects whose category also contains others. */
const objects: Readonly<Record<string, AlterationKind>> = {
  dog: "animalsAdded",
  cat: "animalsAdded",
  bird: "animalsAdded",
  car: "vehiclesAdded",
  scooter: "vehiclesAdded",
  bicycle: "vehiclesAdded",
};

/** The service's record of an added object does not include the object. */
function editAlterations({ action, object }: Values): AlterationKind[] {
  const { category, name } = (object ?? {}) as Values;
  return [actions[String(action)] ?? objects[String(name)] ?? categories[String(category)] ?? "partChanged"];
}

/** Whether an option has a value that changes the photo. */
export const isGiven = (value: unknown) =>
  typeof value === "string" && value.trim() !== "" && !/^no-(type|style)$/.test(value);

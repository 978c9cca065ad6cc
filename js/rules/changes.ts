// Classifies requests in the terms of the rules.
import {
  alterationsIn,
  isGiven,
  readSteps,
  type Alteration,
  type DisclosedRender,
  type Values,
} from "./alterations.js";
import type { ChangeKind } from "./rule-types.js";

/** A change that renders make, in the terms of the rules. */
export interface Change {
  /** What changes. */
  readonly kind: ChangeKind;
  /** Whether the renders make this change in any case. Otherwise, it depends on the photo, the mask, or the prompt. */
  readonly certain: boolean;
}

/** A kind with `?` is possible, but not certain. */
type Effect = ChangeKind | `${ChangeKind}?`;

/** All that a prompt can do. */
const anything: readonly Effect[] = [
  ...(["addFurniture?", "removeFurniture?", "removeClutter?", "wallColor?", "finishes?", "fixtures?"] as const),
  ...(["structure?", "views?", "exterior?", "stageExterior?", "landscape?", "surroundings?"] as const),
  ...(["removeSurroundings?", "sky?", "daylight?", "season?", "addPeople?", "addAnimals?", "addVehicles?"] as const),
  "hideDefects?",
];

const redecorated = ["addFurniture", "removeFurniture", "wallColor", "finishes", "fixtures"] as const;

/** What an alteration changes, the same for an interior and an exterior. */
const effects: Readonly<Record<Alteration, readonly Effect[]>> = {
  staged: ["addFurniture"],
  emptied: ["removeFurniture", "removeClutter"],
  enlarged: ["resolution"],
  fromDrawing: ["rendering"],
  fromFloorplan: ["rendering"],
  fromSection: ["rendering"],
  fromElevation: ["rendering"],
  interior: [...redecorated, "structure?", "views?"],
  exterior: ["exterior", "structure?", "landscape?", "surroundings?", "removeSurroundings?", "sky?"],
  architecture: ["structure"],
  buildingMaterial: ["finishes", "structure?"],
  colors: ["wallColor", "finishes?", "addFurniture?"],
  timeOfDay: ["daylight", "views?"],
  season: ["season", "views?"],
  sky: ["sky", "daylight?"],
  surroundings: ["landscape", "surroundings", "removeSurroundings?", "views?"],
  details: anything,
  objectsRemoved: [
    ...(["removeFurniture?", "removeClutter?", "fixtures?", "structure?", "views?", "hideDefects?"] as const),
    ...(["landscape?", "removeSurroundings?"] as const),
  ],
  surfaceMaterial: ["finishes"],
  furnitureAdded: ["addFurniture"],
  decorAdded: ["addFurniture"],
  peopleAdded: ["addPeople"],
  animalsAdded: ["addAnimals"],
  landscapingAdded: ["landscape"],
  streetFurnitureAdded: ["surroundings"],
  vehiclesAdded: ["addVehicles"],
  partChanged: anything,
};

/** What an alteration changes in a photo of an exterior, if it differs. */
const outside: Readonly<Partial<Record<Alteration, readonly Effect[]>>> = {
  buildingMaterial: ["exterior", "finishes"],
  colors: ["exterior", "finishes?"],
  timeOfDay: ["daylight", "sky?"],
  season: ["season", "landscape?", "sky?"],
  objectsRemoved: ["removeClutter?", "exterior?", "landscape?", "removeSurroundings?", "hideDefects?"],
  surfaceMaterial: ["exterior", "finishes"],
};

/** Types of interior renders that show the outside of a building (API page, section 2.7.1). */
const outdoorTypes: Readonly<Record<string, readonly Effect[]>> = {
  "house-exterior": ["exterior", "landscape?", "structure?"],
  "outdoor-pool-area": ["exterior", "landscape", "stageExterior"],
  "outdoor-patio": ["exterior", "landscape", "stageExterior"],
  "outdoor-garden": ["landscape", "stageExterior"],
};

/** Objects that are more than their category (section 2.6). */
const objects: Readonly<Record<string, readonly Effect[]>> = {
  cabinet: ["addFurniture", "fixtures?"],
  shelves: ["addFurniture", "fixtures?"],
  "kitchen-island": ["addFurniture", "fixtures"],
  lamp: ["addFurniture", "fixtures?"],
  "potted-plant": ["addFurniture"],
  "a-picnic-table": ["addFurniture"],
  "a-urban-tree": ["landscape", "surroundings"],
};

/** Materials that are not only for floors and other surfaces (section 2.6). */
const materials: Readonly<Record<string, readonly Effect[]>> = {
  paint: ["finishes", "wallColor"],
  wallpaper: ["finishes", "wallColor"],
  plaster: ["finishes", "wallColor?"],
  leather: ["addFurniture?", "finishes?"],
  fabrics: ["addFurniture?", "finishes?"],
  "clear-glass": ["finishes", "views?"],
  "frosted-glass": ["finishes", "views?"],
};

/**
 * Returns the changes that renders make, in the terms of the rules. For several renders in a row, pass all of them in order.
 *
 * ```ts
 * changesOf({ tool: "empty-room" }); // [{ kind: "removeFurniture", certain: true }, { kind: "removeClutter", certain: true }]
 * ```
 *
 * If a render is unknown, every change is possible.
 */
export function changesOf(renders: DisclosedRender | readonly DisclosedRender[]): Change[] {
  const found = new Map<ChangeKind, boolean>();
  const steps = readSteps(renders);
  for (const values of steps.length > 0 ? steps : [{}])
    for (const alteration of alterationsIn(values) ?? (["partChanged"] as const)) {
      // An emptied room also loses the furniture that an earlier render added.
      if (alteration === "emptied") found.delete("addFurniture");
      for (const effect of effectsOf(alteration, values)) {
        const kind = effect.replace("?", "") as ChangeKind;
        found.set(kind, found.get(kind) === true || kind === effect);
      }
    }
  return [...found].map(([kind, certain]) => ({ kind, certain }));
}

function effectsOf(alteration: Alteration, values: Values): readonly Effect[] {
  const isExterior = values["field"] === "exterior";
  const usual = (isExterior ? outside[alteration] : undefined) ?? effects[alteration];
  if (values["tool"] === "edit") return editEffects(values, usual, isExterior);
  const type = values["type"];
  if (alteration === "interior" && isGiven(type)) return outdoorTypes[String(type)] ?? usual;
  return usual;
}

function editEffects(values: Values, usual: readonly Effect[], isExterior: boolean): readonly Effect[] {
  const { action, material, object } = values;
  if (action === "material") return isExterior ? usual : (materials[String(material)] ?? usual);
  if (action !== "object") return usual;
  const own = objects[String((object as Values | undefined)?.["name"])] ?? usual;
  return isExterior && own !== anything ? [...own, "stageExterior"] : own;
}

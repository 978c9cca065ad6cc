// The documentation page of each rule, made from its data.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";
import { readMarkets, readRules } from "./read.mjs";

/** The folder of the pages in the repository. */
export const pageFolder = "docs/rules";

/** What each kind of change is called. */
const changeNames = {
  addFurniture: "adds furniture or decor",
  removeFurniture: "removes furniture or decor",
  removeClutter: "removes clutter and personal belongings",
  wallColor: "changes the color of walls",
  finishes: "changes floors, finishes, or materials",
  fixtures: "changes fixtures, cabinets, or appliances",
  structure: "changes the structure or layout",
  views: "changes windows, or the views through them",
  exterior: "changes the outside of the building",
  stageExterior: "adds objects to a photo of the exterior",
  landscape: "changes the landscaping or lawn",
  surroundings: "changes the surroundings, or adds to them",
  removeSurroundings: "removes parts of the surroundings, such as utility poles",
  sky: "replaces the sky",
  daylight: "changes the light or the time of day",
  season: "changes the season",
  addPeople: "adds people",
  addAnimals: "adds animals",
  addVehicles: "adds vehicles",
  hideDefects: "hides defects",
  resolution: "changes only the resolution or sharpness",
  rendering: "creates an image from a drawing",
};

const verdictNames = {
  forbidden: "forbidden",
  conditional: "allowed under a condition",
  disclose: "allowed with a disclosure",
  allowed: "allowed without a disclosure",
};

const forces = {
  binding: "binding",
  guideline: "a guideline",
  guidance: "guidance, not binding",
  bill: "a bill, not in force",
};

const placeNames = {
  image: "on the image",
  adjacent: "next to the image",
  caption: "in the description of the photo",
  mlsLabel: "in the MLS's label of the photo",
  mediaRemarks: "in the media remarks",
  publicRemarks: "in the public remarks",
  agentRemarks: "in the agent remarks",
  fileName: "in the file name",
};

/** The pages as `{ path, text }`. */
export function createPages() {
  const markets = readMarkets();
  return readRules().map(({ rule }) => ({ path: pathOf(rule), text: createPage(rule, marketsOf(rule, markets)) }));
}

const pathOf = ({ id }) => `${pageFolder}/${id}.md`;

/** The paths of all pages. */
export const pagePaths = () => readRules().map(({ rule }) => pathOf(rule));

/** Writes the pages, and removes those of rules that no longer exist. */
export function writePages() {
  const folder = join(root, pageFolder);
  mkdirSync(folder, { recursive: true });
  const pages = createPages();
  for (const { path, text } of pages) writeFileSync(join(root, path), text);
  for (const name of readdirSync(folder))
    if (!pages.some(({ path }) => path === `${pageFolder}/${name}`)) rmSync(join(folder, name));
}

/** The markets in which a rule applies: its own, and those within it. */
const marketsOf = ({ market }, markets) =>
  markets.filter(({ id, within = [] }) => id === market || within.includes(market));

function createPage(rule, markets) {
  return `---
title: Rule ${rule.id}
group: Rules
---

# ${rule.authority}: ${rule.title}

> ${rule.quotes[0]}

${factsOf(rule, markets)}

${[changesOf(rule), requirementsOf(rule), sentencesOf(rule), notesOf(rule)].filter(Boolean).join("\n\n")}

This page shows the rule as of the day above. It is not legal advice. [How to use the rules](../guides/rules.md)
`;
}

function factsOf(rule, markets) {
  const { from, until, note } = rule.inForce ?? {};
  const dates = [from && `since ${from}`, until && `until ${until}`].filter(Boolean).join(" ");
  const inForce = [dates, note].filter(Boolean).join(". ");
  const source = rule.source === "own" ? "the authority's own page" : "the same text on another site";
  const facts = {
    Rule: `${rule.section} ([source](${rule.url}))`,
    Markets: markets.map(({ id, name }) => `${name} (\`${id}\`)`).join(", "),
    Read: `on ${rule.read}, in a stored copy of ${source}${rule.complete ? "" : ". Later clauses could not be read"}`,
    "Date on the page": rule.pageDate ?? "none",
    "In force": inForce || "no date in the text",
    Force: forces[rule.force],
    ...(rule.who ? { "Who must obey": rule.who } : {}),
  };
  const rows = Object.entries(facts).map(([name, value]) => `| ${name} | ${value.replace(/\.$/, "")} |`);
  return ["| | |", "|---|---|", ...rows].join("\n");
}

function changesOf({ changes }) {
  const rows = Object.entries(changes).map(([kind, { verdict, quote = 0, implied, condition }]) => {
    const how = [verdictNames[verdict], implied && "by a general term"].filter(Boolean).join(", ");
    return `| ${changeNames[kind]} (\`${kind}\`) | ${how}${condition ? `: ${condition.replace(/\.$/, "")}` : ""} | ${quote + 1} |`;
  });
  if (rows.length === 0) return "The text that was read does not name any change.";
  const rest = "The text that was read does not mention other changes.";
  return `## Changes\n\n| a photo that | is | sentence |\n|---|---|--:|\n${rows.join("\n")}\n\n${rest}`;
}

function requirementsOf({ labels = [], onImage, linkOnImage, original, metadata, obligations = [] }) {
  const lines = [
    ...labels.map(describeLabel),
    onImage && `Text on the image is ${onImage.value}.`,
    linkOnImage && "URLs and QR codes on the image are forbidden.",
    ...describeOriginal(original ?? {}),
    metadata && "The file must have a machine-readable mark.",
    ...obligations,
  ].filter(Boolean);
  return lines.length > 0 ? `## Requirements\n\n${lines.map((line) => `- ${line}`).join("\n")}` : "";
}

function describeLabel({ places, texts = [], examples, optional, first, linkOnly, recommended }) {
  const where = places.map((place) => placeNames[place]).join(" or ") || "anywhere (the text names no place)";
  if (linkOnly) return `A link to the original is required ${where}.`;
  const words = texts.map((text) => `"${text}"`).join(", ");
  const label = words
    ? `The label ${words}${examples || optional ? " or similar words" : ""}`
    : "A label in your own words";
  return `${label} is ${recommended ? "recommended" : "required"} ${where}${first ? ", before all other text" : ""}.`;
}

function describeOriginal({ include, position, positionRecommended, link }) {
  const places = { after: "immediately after", before: "immediately before", beside: "immediately before or after" };
  const where = position ? ` ${places[position]} the altered photo` : " in the listing";
  const includes = { required: "required", recommended: "recommended", notRequired: "not required" };
  return [
    include && `The original photo is ${includes[include]}${positionRecommended ? `, preferably${where}` : where}.`,
    link && "A link, URL, or QR code to the original is required.",
  ];
}

const sentencesOf = ({ quotes }) =>
  `## Sentences that were read\n\n${quotes.map((quote, index) => `${index + 1}. “${quote}”`).join("\n")}`;

function notesOf({ notes, changesOn = [] }) {
  const changes = changesOn.map(({ date, what }) => `On ${date}, this rule changes: ${what}`);
  const text = [...changes, notes].filter(Boolean).join("\n\n");
  return text && `## Notes\n\n${text}`;
}

// Requests for the tests of the rules.
export const staged = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
export const emptied = { tool: "empty-room" };
export const upscaled = { tool: "upscale" };
export const floor = { tool: "edit", action: "material", material: "oak", field: "interior", mask: "" };
export const restyled = { creativity: "precise", type: "bedroom", style: "rustic" };
export const dusk = { creativity: "precise", field: "exterior", daylight: "sunset" };
export const removed = { tool: "edit", action: "remove", field: "interior", mask: "" };
export const placed = (category, name, field = "interior") => ({
  tool: "edit",
  action: "object",
  field,
  object: { category, name },
  mask: "",
});

/** A rule for tests, with other values. */
export const createRule = (values = {}) => ({
  id: "xx-example-1",
  market: "xx-example",
  authority: "Example MLS",
  title: "Photos",
  section: "Rule 1",
  url: "https://example.com/rules",
  read: "2026-11-27",
  source: "own",
  complete: true,
  scope: "altered-images",
  force: "binding",
  quotes: ["Photos must be honest."],
  changes: {},
  ...values,
});

/** A market with one rule. */
export const marketOf = (...rules) => ({ id: "xx-example", name: "Example", rules });

/** Texts of a disclosure that stand in a place. */
export const at = ({ labels }, place) => labels.filter((label) => label.place === place).map(({ text }) => text);

// The rows of the table of `npm run rules`: what a user can order, with an example of its parameters.

const edit = (action, more = {}) => ({ tool: "edit", action, mask: "", field: "interior", ...more });
const object = (field, category, name) => edit("object", { field, object: { category, name } });
const interior = (more) => ({ creativity: "precise", field: "interior", ...more });
const exterior = (more) => ({ creativity: "precise", field: "exterior", ...more });

/** Parameters by the name of the operation. */
export const operations = {
  "virtual staging": { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" },
  "empty room": { tool: "empty-room" },
  "interior: style": interior({ type: "bedroom", style: "japanese-zen" }),
  "interior: creative": interior({ creativity: "creative", type: "bedroom", style: "japanese-zen" }),
  "interior: color": interior({ color: "airy-neutrals" }),
  "interior: building material": interior({ architectural_material: "brick" }),
  "interior: daylight": interior({ daylight: "sunset" }),
  "interior: season": interior({ season: "winter" }),
  "exterior: style": exterior({ style: "intricate-tudor" }),
  "exterior: building material": exterior({ architectural_material: "brick" }),
  "exterior: sky": exterior({ sky: "clear" }),
  "exterior: landscape": exterior({ landscape: "coastal" }),
  "exterior: daylight": exterior({ daylight: "sunset" }),
  "exterior: season": exterior({ season: "winter" }),
  prompt: interior({ prompt: "a fireplace" }),
  "edit: remove": edit("remove"),
  "edit: prompt": edit("prompt", { prompt: "a fireplace" }),
  "edit: floor material": edit("material", { material: "oak" }),
  "edit: paint": edit("material", { material: "paint" }),
  "edit: fabrics": edit("material", { material: "fabrics" }),
  "edit: facade material": edit("material", { field: "exterior", material: "brick" }),
  "object: sofa": object("interior", "furniture", "sofa"),
  "object: kitchen island": object("interior", "furniture", "kitchen-island"),
  "object: painting": object("interior", "decoration", "painting"),
  "object: person": object("interior", "creature", "standing-man"),
  "object: dog": object("interior", "creature", "dog"),
  "object: tree": object("exterior", "street_landscape", "tree"),
  "object: picnic table": object("exterior", "street_furniture", "a-picnic-table"),
  "object: street lamp": object("exterior", "street_furniture", "a-street-lamp"),
  "object: car": object("exterior", "street_furniture", "car"),
  "object: people in the street": object("exterior", "street_creature", "a-group-of-people"),
  upscale: { tool: "upscale" },
  sketch: { tool: "sketch", field: "exterior", view: "elevation" },
};

// One valid request for each kind of render and for each value of each option, and invalid ones made from them.
import { catalog } from "reroom";

const values = (options) => options.map(({ value }) => value);
const fields = ["interior", "exterior"];
const mask = "iVBORw0KGgo=";
const url = "https://example.com/reference.jpg";

/** Each kind of render: the schema of its body, its required parameters, and the values of its optional ones. */
function kinds() {
  const { interior, exterior, shared, staging, edit, sketch } = catalog();
  const plain = {
    creativity: values(shared.creativity),
    daylight: values(shared.daylight),
    season: values(shared.season),
    architectural_material: values(shared.architectural_material),
    prompt: ["with a fireplace"],
  };
  const options = (lists) => Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, values(list)]));
  const objects = (categories) =>
    Object.entries(categories).flatMap(([category, names]) => values(names).map((name) => ({ category, name })));
  const kind = (schema, required, optional = {}) => ({ schema, required, optional });
  const onEdit = (action) => ({ tool: "edit", action, mask });
  return [
    kind("InteriorRender", { creativity: "precise" }, { creativity_level: [0.5, 1], ...plain, ...options(interior) }),
    kind("ExteriorRender", { field: "exterior", creativity: "balanced" }, { ...plain, ...options(exterior) }),
    kind("InteriorSketch", { tool: "sketch" }, options({ type: interior.type, style: interior.style, ...sketch })),
    kind(
      "ExteriorSketch",
      { tool: "sketch", field: "exterior" },
      options({ type: exterior.type, style: exterior.style, ...sketch }),
    ),
    kind("EmptyRoom", { tool: "empty-room" }),
    kind(
      "StagingByPreset",
      { tool: "virtual-staging", action: "preset", type: "office", style: "luxury" },
      options(staging),
    ),
    kind("StagingByReference", { tool: "virtual-staging", action: "reference", reference_file_urls: [url, url] }),
    kind("RemovalEdit", onEdit("remove"), { field: fields }),
    kind(
      "MaterialEdit",
      { ...onEdit("material"), material: "oak" },
      { material: values(edit.material), field: fields },
    ),
    kind("PromptEdit", { ...onEdit("prompt"), prompt: "a red door" }, { field: fields }),
    kind(
      "InteriorObjectEdit",
      { ...onEdit("object"), object: { category: "furniture", name: "sofa" } },
      { object: objects(edit.objects.interior), field: ["interior"] },
    ),
    kind(
      "ExteriorObjectEdit",
      { ...onEdit("object"), object: { category: "street_furniture", name: "car" }, field: "exterior" },
      { object: objects(edit.objects.exterior) },
    ),
  ];
}

/** `{ schema, params }` for each kind with its required parameters, and for each value of each optional one. */
export function renderRequests() {
  return kinds().flatMap(({ schema, required, optional }) => [
    { schema, params: required },
    ...Object.entries(optional).flatMap(([name, list]) =>
      list.map((value) => ({ schema, params: { ...required, [name]: value } })),
    ),
  ]);
}

/** Requests that break one rule: a field is missing, null, of the wrong type, has an unknown value, or does not belong. */
export function invalidRequests({ params }, foreignFields) {
  const broken = [];
  for (const name of Object.keys(params)) {
    const { [name]: value, ...rest } = params;
    broken.push(rest);
    for (const wrong of [null, 7, "", " ", "no-such-value", [], {}, [value], { category: "furniture", name: "moon" }])
      broken.push({ ...rest, [name]: wrong });
  }
  for (const [name, value] of Object.entries(foreignFields))
    if (!(name in params)) broken.push({ ...params, [name]: value });
  return broken;
}

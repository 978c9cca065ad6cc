// openapi.yaml itself: a sound document, with the options and the rules that the package has.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { catalog, validateRequest } from "reroom";
import { contract, problems, schemas, verdict } from "./contract.mjs";
import { brokenOrders, orders } from "./orders.mjs";

const file_name = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";

before(() => init());

test("it is a sound OpenAPI 3.1 document", () => {
  assert.equal(verdict.valid, true, JSON.stringify(verdict.errors));
  assert.match(contract.openapi, /^3\.1\./);
});

test("it has the five endpoints, each behind the key", () => {
  const endpoints = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  );
  assert.deepEqual(endpoints.sort(), [
    "get /api/enterprise/render/{render_id}",
    "get /api/enterprise/status",
    "post /api/enterprise/render",
    "post /api/enterprise/upload",
    "post /api/enterprise/upscale",
  ]);
  assert.deepEqual(contract.security, [{ enterpriseKey: [] }]);
});

test("its enums are the options of the package, in the same order", () => {
  const { interior, exterior, shared, staging, edit, sketch } = catalog();
  const { furniture, decoration, creature } = edit.objects.interior;
  const { street_landscape, street_furniture, street_creature } = edit.objects.exterior;
  const lists = {
    InteriorType: interior.type,
    InteriorStyle: interior.style,
    InteriorColor: interior.color,
    ExteriorType: exterior.type,
    ExteriorStyle: exterior.style,
    Sky: exterior.sky,
    Landscape: exterior.landscape,
    ArchitecturalMaterial: shared.architectural_material,
    Daylight: shared.daylight,
    Season: shared.season,
    Creativity: shared.creativity,
    SketchView: sketch.view,
    StagingType: staging.type,
    StagingStyle: staging.style,
    EditMaterial: edit.material,
    Furniture: furniture,
    Decoration: decoration,
    Creature: creature,
    StreetLandscape: street_landscape,
    StreetFurniture: street_furniture,
    StreetCreature: street_creature,
  };
  const count = (tree) => (Array.isArray(tree) ? 1 : Object.values(tree).reduce((sum, part) => sum + count(part), 0));
  assert.equal(count(catalog()), Object.keys(lists).length, "no list of the catalog is left out here");
  for (const [name, options] of Object.entries(lists))
    assert.deepEqual(
      schemas[name].enum,
      options.map(({ value }) => value),
      name,
    );
});

test("it allows what the package allows, and refuses what the package refuses", () => {
  const strangers = Object.assign({}, ...orders().map(({ params }) => params), { nonsense: "x" });
  const seen = { allowed: 0, refused: 0 };
  const compare = (request) => {
    const allowed = validateRequest(request).length === 0;
    seen[allowed ? "allowed" : "refused"]++;
    assert.equal(allows(request), allowed, JSON.stringify(request));
  };
  const firstOfKind = new Map(
    orders()
      .map((order) => [order.schema, order])
      .reverse(),
  );
  for (const order of orders()) compare({ file_name, ...order.params });
  for (const order of firstOfKind.values()) {
    const whole = { schema: order.schema, params: { file_name, ...order.params } };
    for (const request of brokenOrders(whole, { ...strangers, file_url: "https://example.com/a.jpg" }))
      compare(request);
  }
  for (const name of ["photo.jpg", `${file_name}.exe`, file_name.replace("-4e7b", "-1e7b"), file_name.toUpperCase()])
    compare({ file_name: name, tool: "empty-room" });
  for (const file_url of ["https://example.com/a.jpg?x=1", "HTTP://127.0.0.1:80/a", "ftp://example.com/a", "a.jpg"])
    compare({ file_url, tool: "empty-room" });
  assert.ok(seen.allowed > 300 && seen.refused > 600, JSON.stringify(seen));
});

/** Whether the contract takes a request of the client: its `field` travels in the query, and decides on the schema. */
function allows(request) {
  const { field = "interior", ...rest } = request;
  if (problems("RenderField", field).length > 0) return false;
  const body = request.tool === "edit" ? request : rest;
  if (!knowsField(request) && "field" in request) return false;
  const other = field === "exterior" ? /^Interior/ : /^Exterior/;
  const candidates = schemas.RenderRequest.anyOf.map(({ $ref }) => $ref.split("/").at(-1));
  return candidates.some((name) => !other.test(name) && problems(name, body).length === 0);
}

const knowsField = ({ tool }) => tool !== "empty-room" && tool !== "virtual-staging";

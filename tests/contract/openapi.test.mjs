// openapi.yaml is a valid document and has the same options and rules as the package.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { catalog, validateRequest } from "reroom";
import { contract, problems, schemas, verdict } from "./contract.mjs";
import { invalidRequests, renderRequests } from "./render-requests.mjs";

const file_name = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";

before(() => init());

test("openapi.yaml is a valid OpenAPI 3.1 document", () => {
  assert.equal(verdict.valid, true, JSON.stringify(verdict.errors));
  assert.match(contract.openapi, /^3\.1\./);
});

test("openapi.yaml has the five endpoints, and all of them require a key", () => {
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

test("the enums list the options of the package in the same order", () => {
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
  assert.equal(count(catalog()), Object.keys(lists).length, "every list in the catalog is compared");
  for (const [name, options] of Object.entries(lists))
    assert.deepEqual(
      schemas[name].enum,
      options.map(({ value }) => value),
      name,
    );
});

test("openapi.yaml and the package accept and reject the same requests", () => {
  const foreignFields = Object.assign({}, ...renderRequests().map(({ params }) => params), { nonsense: "x" });
  const seen = { accepted: 0, rejected: 0 };
  const compare = (request) => {
    const accepted = validateRequest(request).length === 0;
    seen[accepted ? "accepted" : "rejected"]++;
    assert.equal(accepts(request), accepted, JSON.stringify(request));
  };
  const firstOfKind = new Map(
    renderRequests()
      .map((request) => [request.schema, request])
      .reverse(),
  );
  for (const { params } of renderRequests()) compare({ file_name, ...params });
  for (const { schema, params } of firstOfKind.values()) {
    const whole = { schema, params: { file_name, ...params } };
    for (const request of invalidRequests(whole, { ...foreignFields, file_url: "https://example.com/a.jpg" }))
      compare(request);
  }
  for (const name of ["photo.jpg", `${file_name}.exe`, file_name.replace("-4e7b", "-1e7b"), file_name.toUpperCase()])
    compare({ file_name: name, tool: "empty-room" });
  for (const file_url of ["https://example.com/a.jpg?x=1", "HTTP://127.0.0.1:80/a", "ftp://example.com/a", "a.jpg"])
    compare({ file_url, tool: "empty-room" });
  assert.ok(seen.accepted > 300 && seen.rejected > 600, JSON.stringify(seen));
});

/** Whether the contract accepts a client's request. `field` is sent in the query and selects the schema. */
function accepts(request) {
  const { field = "interior", ...rest } = request;
  if (problems("RenderField", field).length > 0) return false;
  const body = request.tool === "edit" ? request : rest;
  if (!takesField(request) && "field" in request) return false;
  const other = field === "exterior" ? /^Interior/ : /^Exterior/;
  const candidates = schemas.RenderRequest.anyOf.map(({ $ref }) => $ref.split("/").at(-1));
  return candidates.some((name) => !other.test(name) && problems(name, body).length === 0);
}

const takesField = ({ tool }) => tool !== "empty-room" && tool !== "virtual-staging";

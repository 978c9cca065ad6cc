// Loads openapi.yaml, and checks values, requests, and responses against it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

export const file = fileURLToPath(new URL("../../openapi.yaml", import.meta.url));

const validator = new Validator();
/** The result of validating the file as an OpenAPI document. */
export const verdict = await validator.validate(await readFile(file, "utf8"));
export const contract = validator.specification;
export const { schemas } = contract.components;

const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
ajv.addSchema(contract, "contract");

/** Validates a value against the schema at a JSON pointer; returns a list of problems. */
export function problemsAt(pointer, value) {
  const validate = ajv.getSchema(`contract#${pointer}`);
  if (!validate) throw new Error(`openapi.yaml has nothing at ${pointer}`);
  return validate(value) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
}

/** Validates a value against the schema with this name; returns a list of problems. */
export const problems = (name, value) => problemsAt(`/components/schemas/${name}`, value);

const escaped = (part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
const pointer = (...parts) => parts.map((part) => `/${escaped(part)}`).join("");

/** Resolves a `$ref`; returns its JSON pointer and its value. */
function resolve(at, value) {
  if (!value?.$ref) return { at, value };
  const parts = value.$ref.slice(2).split("/");
  return { at: `/${parts.join("/")}`, value: parts.reduce((tree, part) => tree[part], contract) };
}

/** Finds the operation of a request: `{ path, method, operation }`. */
export function operationOf({ method, url }) {
  const { pathname } = new URL(url);
  for (const [path, item] of Object.entries(contract.paths)) {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
    const operation = item[method.toLowerCase()];
    if (operation && pattern.test(pathname)) return { path, method: method.toLowerCase(), operation };
  }
  throw new Error(`openapi.yaml has no ${method} ${pathname}`);
}

/** Lists the problems with a request's URL, query, headers, and body. */
export async function requestProblems(request) {
  const { path, method, operation } = operationOf(request);
  const found = [];
  if (!/^Bearer \S+$/.test(request.headers.get("authorization") ?? "")) found.push("no bearer token");
  const parameters = operation.parameters ?? [];
  for (const [name, value] of new URL(request.url).searchParams) {
    const index = parameters.findIndex((parameter) => parameter.in === "query" && parameter.name === name);
    if (index < 0) found.push(`there is no query parameter ${name}`);
    else found.push(...problemsAt(pointer("paths", path, method, "parameters", String(index), "schema"), value));
  }
  return [...found, ...(await bodyProblems(request, pointer("paths", path, method, "requestBody"), operation))];
}

async function bodyProblems(request, at, { requestBody }) {
  const bytes = Buffer.from(await request.clone().arrayBuffer());
  if (!requestBody) return bytes.length > 0 ? ["the operation has no request body"] : [];
  const type = request.headers.get("content-type") ?? "";
  if (!(type in requestBody.content)) return [`the operation does not accept the content type ${type}`];
  const value = type === "application/json" ? JSON.parse(bytes.toString()) : bytes.toString("latin1");
  return problemsAt(`${at}${pointer("content", type, "schema")}`, value);
}

/** Lists the problems with a response's status, content type, and body. */
export async function responseProblems(request, response) {
  const { path, method, operation } = operationOf(request);
  const status = String(response.status);
  if (!(status in operation.responses)) return [`the status ${status} is not documented`];
  const { at, value } = resolve(pointer("paths", path, method, "responses", status), operation.responses[status]);
  const type = (response.headers.get("content-type") ?? "").split(";")[0];
  if (!(type in value.content)) return [`the content type ${type} is not documented`];
  return problemsAt(`${at}${pointer("content", type, "schema")}`, await response.clone().json());
}

/** Every documented error, as `operationId status message`. */
export function documentedErrors() {
  return Object.values(contract.paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => status !== "200")
        .flatMap(([status, documented]) => {
          const { err } = resolve("", documented).value.content["application/json"].schema.properties;
          return (err.enum ?? [err.const]).map((message) => `${operationId} ${status} ${message}`);
        }),
    );
}

// Checks what a paid request may contain, before anything is counted. The service checks the other fields.
import { HttpError } from "./http/http-error.js";
import type { Settings } from "./options/read-options.js";
import { withTimeout } from "./timeout.js";

type Params = Record<string, unknown>;

/** Whether a reference image of the gateway is there for the caller. Returns `undefined` for other URLs. */
export type FindReference = (url: URL) => Promise<boolean> | undefined;

const RENDER_TOOLS = ["sketch", "empty-room", "virtual-staging", "edit"];
const UPSCALE_TOOLS = ["upscale"];

/** Rejects unknown tools and URLs that are not allowed. Replaces URLs in the parameters with their normalized form. */
export async function checkParams(
  kind: "render" | "upscale",
  params: Params,
  settings: Settings,
  findReference: FindReference,
): Promise<void> {
  checkTool(kind === "upscale" ? UPSCALE_TOOLS : RENDER_TOOLS, params);
  await checkPhotoReferences(params, settings, findReference);
}

/** An unknown tool has no cost and no limit. */
function checkTool(known: string[], params: Params): void {
  const { tool } = params;
  if (!Object.hasOwn(params, "tool") || (typeof tool === "string" && known.includes(tool))) return;
  throw new HttpError(400, `Unknown tool. Use ${known.join(", ")}, or leave it out.`);
}

/** A field for a URL, whatever its value. */
const URL_FIELD = /url/i;

/** A text of any other field that starts as a URL does. A prompt is written for people, so it may mention one. */
const URL_START = /^[\0- ]*[a-z][\w+.\t\n\r-]*:[\t\n\r]*[\\/]/i;
const TEXT_FIELD = "prompt";

/** More than any request needs. A `photoHosts` function is called for each. */
const MAX_URLS = 64;

/** Checks every URL in the parameters, and replaces it with its normalized form. */
async function checkPhotoReferences(params: Params, settings: Settings, findReference: FindReference): Promise<void> {
  const urls: URL[] = [];
  replaceValues("", params, (field, value) => {
    if (value === null || !isUrl(field, value)) return value;
    const url = parseUrl(field, value);
    if (urls.push(url) > MAX_URLS) throw new HttpError(400, `The request has more than ${MAX_URLS} URLs.`);
    return url.href;
  });
  for (const url of urls) {
    const found = await findReference(url);
    if (found === false) throw new HttpError(404, "A reference image has expired. Add it again.");
    if (found === undefined && !(await isAllowed(url, settings)))
      throw new HttpError(400, `Photos from ${url.host} are not allowed. Use a public URL, or upload the photo.`);
  }
}

/** Replaces every value that is not an object or array. The values inside a URL field belong to that field. */
function replaceValues(field: string, container: object, replace: (field: string, value: unknown) => unknown): void {
  for (const [name, value] of Object.entries(container) as [string, unknown][]) {
    const isPartOfField = Array.isArray(container) || URL_FIELD.test(field);
    const innerField = isPartOfField ? field : name;
    if (typeof value === "object" && value !== null) replaceValues(innerField, value, replace);
    else (container as Params)[name] = replace(innerField, value);
  }
}

const isUrl = (field: string, value: unknown): boolean =>
  URL_FIELD.test(field) || (field !== TEXT_FIELD && typeof value === "string" && URL_START.test(value));

function parseUrl(field: string, value: unknown): URL {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new HttpError(
      400,
      `Invalid URL in ${field}. Use a URL that starts with https:// or http://, without a password.`,
    );
  return url;
}

async function isAllowed(url: URL, { isPhotoHostAllowed, timeouts, emit }: Settings): Promise<boolean> {
  try {
    return await withTimeout(Promise.resolve(isPhotoHostAllowed(url)), timeouts.authorizeMs);
  } catch (error) {
    emit({ type: "failed", component: "photoHosts", error });
    throw new HttpError(500, "Internal gateway error. Check the server logs.");
  }
}

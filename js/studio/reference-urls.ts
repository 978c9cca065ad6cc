// The reference images of a form and of a request. An object URL stands for a file until it is hosted.
import type { JobParams } from "../client/index.js";
import type { FormField } from "./form.js";
import { fileNameOf } from "./photo.js";
import type { ReferenceFiles } from "./state.js";
import type { Reference } from "./reference-types.js";

/** Splits the value of a field into URLs. */
export const splitUrls = (value: string): string[] => value.split(/\s+/).filter(Boolean);

/** Returns the field for reference images, if the user can change it. */
export const findReferenceField = (fields: readonly FormField[]): FormField | undefined =>
  fields.find(({ field, fixed }) => field.control.kind === "urls" && !fixed);

/** Lists the reference images of a form. */
export const listReferences = (fields: readonly FormField[], files: ReferenceFiles): Reference[] =>
  splitUrls(findReferenceField(fields)?.value ?? "").map((url) => ({
    url,
    name: files.get(url)?.name ?? (URL.canParse(url) ? fileNameOf(new URL(url)) : url),
  }));

/** The reference images of a request. */
export const urlsOf = (params: JobParams): readonly string[] =>
  (params as { reference_file_urls?: readonly string[] }).reference_file_urls ?? [];

/** Replaces the URLs of reference images in a request. */
export function mapUrls(params: JobParams, replace: (url: string) => string): JobParams {
  const urls = urlsOf(params);
  return urls.length > 0 ? ({ ...params, reference_file_urls: urls.map(replace) } as JobParams) : params;
}

/** Replaces the object URLs of hosted files in a request. */
export const useHostedUrls = (params: JobParams, files: ReferenceFiles): JobParams =>
  mapUrls(params, (url) => files.get(url)?.hosted ?? url);

/** The name of an image that the user added. */
export const nameOf = (image: Blob | string): string =>
  typeof image === "string" ? image : "name" in image ? String(image.name) : "image";

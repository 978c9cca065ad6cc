// Loads the field for reference images, and what it needs, when it is first shown.
import { html, type TemplateResult } from "lit";
import { until } from "lit/directives/until.js";
import type { FormField, HostImage } from "../../studio/index.js";
import type * as References from "./references/index.js";
import type { ViewContext } from "./views/context.js";

let references: typeof References | undefined;

async function load(): Promise<typeof References> {
  return (references ??= await import("./references/index.js"));
}

/** Renders the field for reference images, or its label until it has loaded. */
export function referenceField(view: ViewContext, formField: FormField): unknown {
  const render = (loaded: typeof References): TemplateResult => loaded.field(view, formField);
  const label = html`<span class="label">${view.texts.fields[formField.field.label]}</span>`;
  return references
    ? render(references)
    : until(
        load().then(render, () => label),
        label,
      );
}

/** Makes a reference image small enough to upload. */
export const reduceImage = async (image: Blob): Promise<Blob> => (await load()).reduceImage(image);

/** Hosts reference images at a gateway. */
export function hostAt(baseUrl: string): HostImage {
  const connect = async (): Promise<HostImage> => (await load()).createImageHost(baseUrl);
  return Object.assign(async (...args: Parameters<HostImage>) => (await connect())(...args), {
    isAvailable: async () => (await (await connect()).isAvailable?.()) ?? false,
  });
}

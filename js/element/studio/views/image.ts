// An image that may come from another host.
import { html, nothing, type TemplateResult } from "lit";
import { crossOriginFor, retryWithoutCors } from "../../remote-images.js";

/** Renders an image, or a placeholder without a URL. */
export const image = (url: string, alt = ""): TemplateResult =>
  url
    ? html`<img
        crossorigin=${crossOriginFor(url) ?? nothing}
        src=${url}
        alt=${alt}
        loading="lazy"
        @error=${(event: Event) => retryWithoutCors(event.currentTarget as HTMLImageElement)}
      />`
    : html`<span class="placeholder" aria-hidden="true"></span>`;

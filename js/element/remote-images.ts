// Images from other hosts. Some hosts send CORS headers only if the request has an Origin header. An image loaded without
// `crossorigin` is then cached without CORS headers and cannot be read later, so `crossorigin` is set from the start.

/** URLs of images that load only without `crossorigin`, because their host sends no CORS headers. */
const withoutCors = new Set<string>();

/** Returns the `crossorigin` value for an image: set for other hosts, unless the image failed to load with it. */
export function crossOriginFor(url: string): "anonymous" | undefined {
  const foreign = crossOriginUrl(url);
  return foreign !== undefined && !withoutCors.has(foreign) ? "anonymous" : undefined;
}

/** Reloads a failed `<img>` without `crossorigin`. Returns false if it did not have that attribute. */
export function retryWithoutCors(image: HTMLImageElement): boolean {
  const { src, crossOrigin } = image;
  if (crossOrigin === null) return false;
  withoutCors.add(src);
  image.removeAttribute("crossorigin");
  image.src = src;
  return true;
}

/** Loads an image. Rejects if it cannot be displayed. */
export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.crossOrigin = crossOriginFor(url) ?? null;
  image.src = url;
  try {
    await image.decode();
  } catch (error) {
    if (!retryWithoutCors(image)) throw error;
    await image.decode();
  }
  return image;
}

/** Fetches an image. On failure, retries without the cache, which may hold a copy without CORS headers. */
export const fetchImage = (url: string | URL): Promise<Response> =>
  fetch(url).catch(() => fetch(url, { cache: "reload" }));

/** Returns the absolute URL of an image on another origin; undefined for same-origin, data and blob URLs, and on a server. */
function crossOriginUrl(url: string): string | undefined {
  if (typeof document === "undefined" || !URL.canParse(url, document.baseURI)) return undefined;
  const { protocol, origin, href } = new URL(url, document.baseURI);
  return /^https?:$/.test(protocol) && origin !== location.origin ? href : undefined;
}

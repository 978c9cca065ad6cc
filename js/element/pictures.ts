// Images from other hosts. Some hosts send CORS headers only if the request asks for them. An image that was loaded without
// `crossorigin` is then cached without these headers, and cannot be read later. So `crossorigin` is set from the start.

/** Images whose host sends no CORS headers: they load only without `crossorigin`. */
const shownOnly = new Set<string>();

/** The attribute `crossorigin` for an image: set for other hosts, unless the image does not load with it. */
export function crossOriginOf(url: string): "anonymous" | undefined {
  const foreign = foreignUrl(url);
  return foreign !== undefined && !shownOnly.has(foreign) ? "anonymous" : undefined;
}

/** Loads an `<img>` that failed again, without `crossorigin`. Returns false if it had none. */
export function loadAgain(image: HTMLImageElement): boolean {
  const { src, crossOrigin } = image;
  if (crossOrigin === null) return false;
  shownOnly.add(src);
  image.removeAttribute("crossorigin");
  image.src = src;
  return true;
}

/** Loads an image; rejects if it cannot be shown. */
export async function loadPicture(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.crossOrigin = crossOriginOf(url) ?? null;
  image.src = url;
  try {
    await image.decode();
  } catch (error) {
    if (!loadAgain(image)) throw error;
    await image.decode();
  }
  return image;
}

/** Fetches an image. If that fails, fetches it again past the cache, which may hold it without CORS headers. */
export const readPicture = (url: string | URL): Promise<Response> =>
  fetch(url).catch(() => fetch(url, { cache: "reload" }));

/** The absolute URL of an image on another host; undefined for the page's own, for data and blobs, and on a server. */
function foreignUrl(url: string): string | undefined {
  if (typeof document === "undefined" || !URL.canParse(url, document.baseURI)) return undefined;
  const { protocol, origin, href } = new URL(url, document.baseURI);
  return /^https?:$/.test(protocol) && origin !== location.origin ? href : undefined;
}

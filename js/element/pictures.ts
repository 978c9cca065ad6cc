// Pictures of other hosts. A browser keeps what it loaded for showing, and a host that allows reading (CORS) only where a
// request asks for it was then never asked: the kept picture cannot be read. So each is asked for as one to be read.

/** Pictures whose host does not allow reading: these load only where nobody asks for it. */
const shownOnly = new Set<string>();

/** The attribute `crossorigin` for a picture: set for those of other hosts, unless these do not allow reading. */
export function crossOriginOf(url: string): "anonymous" | undefined {
  const foreign = foreignUrl(url);
  return foreign !== undefined && !shownOnly.has(foreign) ? "anonymous" : undefined;
}

/** Hears the `error` of an `<img>`, and loads it again as a picture to be shown only. False where that was tried. */
export function loadAgain(image: HTMLImageElement): boolean {
  const { src, crossOrigin } = image;
  if (crossOrigin === null) return false;
  shownOnly.add(src);
  image.removeAttribute("crossorigin");
  image.src = src;
  return true;
}

/** Loads a picture; rejects where it cannot be shown. */
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

/** Fetches a picture. If that fails, asks the host itself: what the browser kept may not be there to be read. */
export const readPicture = (url: string | URL): Promise<Response> =>
  fetch(url).catch(() => fetch(url, { cache: "reload" }));

/** The whole URL of a picture of another host; nothing for the page's own, for data, and on a server. */
function foreignUrl(url: string): string | undefined {
  if (typeof document === "undefined" || !URL.canParse(url, document.baseURI)) return undefined;
  const { protocol, origin, href } = new URL(url, document.baseURI);
  return /^https?:$/.test(protocol) && origin !== location.origin ? href : undefined;
}

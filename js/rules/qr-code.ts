// QR codes, for links to the original photo.

/**
 * Draws a QR code for a URL. Resolves to an SVG document.
 *
 * ```ts
 * const svg = await drawQrCode("https://example.com/original/42");
 * ```
 *
 * Loads `lean-qr` on first use: less than 4 KB, without dependencies.
 */
export async function drawQrCode(url: string): Promise<string> {
  const [{ generate }, { toSvgSource }] = await Promise.all([import("lean-qr"), import("lean-qr/extras/svg")]);
  return toSvgSource(generate(url));
}

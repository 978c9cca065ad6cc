// QR codes, for links to the original photo.

/** A QR code as a grid of modules. */
export interface QrCode {
  /** The number of modules on each side. */
  readonly size: number;
  /** Whether a module is dark. */
  readonly get: (x: number, y: number) => boolean;
}

/** Creates a QR code for a URL. Loads `lean-qr` on first use. Rejects if the URL is too long. */
export async function createQrCode(url: string): Promise<QrCode> {
  const { generate } = await import("lean-qr");
  return generate(url);
}

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

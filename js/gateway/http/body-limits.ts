// The largest bodies that the gateway accepts.

/** The service's limit for photos. */
export const MAX_PHOTO_BYTES = 15 * 1024 * 1024;

/** The largest request without a mask, and the largest part of a request beside its mask. */
export const MAX_SMALL_BODY_BYTES = 64 * 1024;

/** The largest render request: an incompressible mask of 4096 × 4096 pixels, plus the other fields. */
export const MAX_RENDER_REQUEST_BYTES = computeBase64Length(computePngBytes(4096)) + MAX_SMALL_BODY_BYTES;

/** An upscale request names a photo and has no mask. */
export const MAX_UPSCALE_REQUEST_BYTES = MAX_SMALL_BODY_BYTES;

/** The size of a square 8-bit grayscale PNG whose data does not compress. */
function computePngBytes(side: number): number {
  const rows = side * (side + 1);
  const stored = rows + 5 * Math.ceil(rows / 65_535) + 6;
  return 8 + 25 + 12 + stored + 12;
}

function computeBase64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

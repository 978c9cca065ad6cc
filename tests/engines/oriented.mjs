// Photos as cameras store them: turned, with the orientation that displays them upright.
import sharp from "sharp";

/** From the displayed image to the stored one. Orientations 5 and 7 are a quarter turn and then a reflection. */
const steps = {
  1: [],
  2: [(image) => image.flop()],
  3: [(image) => image.rotate(180)],
  4: [(image) => image.flip()],
  5: [(image) => image.rotate(90), (image) => image.flop()],
  6: [(image) => image.rotate(270)],
  7: [(image) => image.rotate(90), (image) => image.flip()],
  8: [(image) => image.rotate(90)],
};

/** All EXIF orientations. */
export const orientations = Object.keys(steps).map(Number);

/**
 * A JPEG that is stored under this orientation.
 *
 * @param {Buffer} displayed the image as displayed
 * @param {number} orientation
 */
export async function storeUnder(displayed, orientation) {
  let image = displayed;
  for (const step of steps[orientation]) image = await step(sharp(image)).png().toBuffer();
  const options = { quality: 95, chromaSubsampling: "4:4:4" };
  return sharp(image).withMetadata({ orientation }).jpeg(options).toBuffer();
}

// What runs in the page: a photo through the package and through the browser's decoder. It must use no outer variable.

/** Inspects and prepares the file with this index. Resolves to what the test compares. */
export async function looked(index, options) {
  const { default: init, inspectImage, prepareImage } = await import("/dist/client/index.js");
  await init();
  const size = ({ width, height }) => [width, height];
  const decoded = (blob) => createImageBitmap(blob).catch(() => undefined);
  /** The size in an `<img>`. Some animations neither load nor fail in Firefox and count as not shown. */
  const shown = async (blob) => {
    const picture = new Image();
    picture.src = URL.createObjectURL(blob);
    const late = new Promise((done) => setTimeout(done, 5000));
    const ok = await Promise.race([picture.decode().then(() => true, () => false), late]); // prettier-ignore
    URL.revokeObjectURL(picture.src);
    return ok ? [picture.naturalWidth, picture.naturalHeight] : undefined;
  };
  /** A thumbnail of a part. */
  const thumbnail = (bitmap, part) => {
    const context = new OffscreenCanvas(64, 48).getContext("2d");
    context.drawImage(bitmap, ...part, 0, 0, 64, 48);
    return context.getImageData(0, 0, 64, 48).data;
  };
  const file = await (await fetch(`/files/${index}`)).blob();
  const report = await inspectImage(file);
  const own = await decoded(file);
  const found = { report, own: own && size(own) };
  let prepared;
  try {
    prepared = await prepareImage(file, options);
  } catch (error) {
    return { ...found, name: error.name, refused: error.issues?.map(({ code }) => code) };
  }
  const { blob, changes } = prepared;
  const bitmap = await decoded(blob);
  const again = await inspectImage(blob);
  found.result = {
    ...{ changes: changes.join(" "), type: blob.type, size: size(prepared), again },
    ...{ bitmap: bitmap && size(bitmap), shown: await shown(blob) },
  };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  found.result.digest = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const text = new TextDecoder("latin1").decode(bytes);
  found.result.metadata = ["Exif\0", "ns.adobe.com", "ftyp", "MPF\0", "jumb", "eXIf", "tEXt", "iTXt", "caBX"].filter((name) => text.includes(name)); // prettier-ignore
  if (bitmap && own && report.width === own.width && report.height === own.height) {
    const [left, top] = prepared.toSource(0, 0);
    const [right, bottom] = prepared.toSource(...size(prepared));
    const original = thumbnail(own, [left, top, right - left, bottom - top]);
    const result = thumbnail(bitmap, [0, 0, bitmap.width, bitmap.height]);
    const from = (other) => result.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / result.length;
    // Engines differ in the orientations they support, so an upside-down photo may stay so in the engine's own image.
    const turned = new Uint32Array(original.slice().buffer).reverse();
    const all = [original, ...(report.orientation === 3 ? [new Uint8Array(turned.buffer)] : [])];
    // WebKit decodes an image without a valid end to an empty one. Then there is nothing to compare.
    const drawn = original.some((value, at) => at % 4 === 3 && value > 0);
    if (drawn) found.result.difference = Math.min(...all.map(from));
  }
  return found;
}

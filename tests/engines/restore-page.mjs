// What runs in the page: a photo is prepared, edited by a sandbox that is as inexact as image services are, and restored. It uses
// nothing from outside.

/** Edits the photo of this index inside `box`, restores it, and measures the result. */
export async function restoreEdit(index, { size: [width, height], box, dot, prepare = {}, resizes }, results) {
  const { default: init, ReRoom, MaskEditor, prepareImage } = await import("/dist/client/index.js");
  const { createSandbox } = await import("/dist/sandbox/index.js");
  await init();
  const pixelsOf = async (file) => {
    const bitmap = await createImageBitmap(file);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const photo = await (await fetch(`/files/${index}`)).blob();
  // The largest file that fits only with fewer pixels: encoders differ.
  for (let maxBytes = 60_000; resizes; maxBytes *= 0.8) {
    prepare.maxBytes = maxBytes;
    if ((await prepareImage(photo, prepare)).height < height) break;
  }
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 }, outputs: "blob", results });
  const client = new ReRoom({ baseUrl: "http://127.0.0.1:9", apiKey: "sandbox", fetch: sandbox });
  const mask = await MaskEditor.create({ width, height });
  mask.rectangle(...box);
  const params = { tool: "edit", action: "material", field: "interior", material: "plaster", mask };
  const { outputs } = await client.run(photo, params, { prepare, pollMs: 10 });
  const feather = 8;
  const prepared = await prepareImage(photo, prepare);
  const restored = await prepared.restore(outputs[0], { mask, feather, format: "png" });
  const [before, after] = [await pixelsOf(photo), await pixelsOf(restored)];
  // Beyond the mask, its growth, its seam, and a pixel for the scaling of each.
  const reach = feather * 1.5 + 2;
  const [left, top, wide, high] = box;
  const away = (place, start, length) => Math.max(start - place - 1, place - start - length, 0);
  let [outside, inside, farthest] = [0, 0, 0];
  const words = [before, after].map(({ data }) => new Uint32Array(data.buffer));
  for (let at = 0; at < words[0].length; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (words[0][at] === words[1][at]) continue;
    if (Math.hypot(away(x, left, wide), away(y, top, high)) <= reach) {
      inside += 1;
      continue;
    }
    outside += 1;
    for (let channel = at * 4; channel < at * 4 + 4; channel += 1)
      farthest = Math.max(farthest, Math.abs(before.data[channel] - after.data[channel]));
  }
  // The center of what is dark around the dot.
  const center = ({ data }) => {
    const sums = [0, 0, 0];
    for (let y = dot[1] - 26; y < dot[1] + 26; y += 1)
      for (let x = dot[0] - 26; x < dot[0] + 26; x += 1) {
        const at = (y * width + x) * 4;
        const dark = Math.max(0, 150 - (data[at] + data[at + 1] + data[at + 2]) / 3);
        [x * dark, y * dark, dark].forEach((value, index) => (sums[index] += value));
      }
    return [sums[0] / sums[2], sums[1] / sums[2]];
  };
  const [from, to] = [center(before), center(after)];
  const { fits, shift, outsideChanged, type } = restored;
  sandbox.free();
  mask.free();
  return {
    ...{ fits, shift, outsideChanged, type, outside, inside, farthest },
    size: [after.width, after.height],
    moved: Math.hypot(to[0] - from[0], to[1] - from[1]),
    prepared: { changes: prepared.changes, size: [prepared.width, prepared.height] },
  };
}

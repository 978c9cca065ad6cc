// What runs in the page: an edit whose mask was painted on the photo as displayed. It uses nothing from outside.

/** Runs an edit of the photo of this index, and gives what was uploaded, the mask that was sent and the result, in base64. */
export async function runEdit(index, { size: [width, height], patch, prepare = {}, resizes }, source) {
  const { default: init, ReRoom, MaskEditor, prepareImage } = await import("/dist/client/index.js");
  const { createSandbox } = await import("/dist/sandbox/index.js");
  await init();
  const paint = (canvas) => {
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.fillStyle = "#f00";
    context.fillRect(...patch);
    return canvas;
  };
  const masks = {
    async editor() {
      const editor = await MaskEditor.create({ width, height });
      editor.rectangle(...patch);
      return editor;
    },
    canvas: () => paint(document.createElement("canvas")),
    offscreen: () => paint(new OffscreenCanvas(1, 1)),
    bitmap: () => createImageBitmap(paint(new OffscreenCanvas(1, 1))),
    pixels: () => paint(new OffscreenCanvas(1, 1)).getContext("2d").getImageData(0, 0, width, height),
  };
  const base64 = async (body) => {
    const bytes = new Uint8Array(await body.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  };
  const sent = {};
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 }, outputs: "blob" });
  const fetch = async (request) => {
    const copy = request.clone();
    if (request.url.endsWith("/upload")) sent.uploaded = await base64(copy);
    else if (request.method === "POST") sent.mask = (await copy.json()).mask;
    return sandbox(request);
  };
  const client = new ReRoom({ baseUrl: "http://127.0.0.1:9", apiKey: "sandbox", fetch });
  const photo = await (await globalThis.fetch(`/files/${index}`)).blob();
  // The largest file that fits only with fewer pixels: encoders differ.
  for (let maxBytes = 40_000; resizes; maxBytes *= 0.8) {
    prepare.maxBytes = maxBytes;
    if ((await prepareImage(photo, prepare)).height < height) break;
  }
  const mask = await masks[source]();
  const params = { tool: "edit", action: "material", field: "interior", material: "plaster", mask };
  const { outputs } = await client.run(photo, params, { prepare, pollMs: 10 });
  return { ...sent, output: await base64(await globalThis.fetch(outputs[0])) };
}

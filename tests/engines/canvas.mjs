// What the read-back tests run in a page: a photo, painted canvases, and noise as some browsers add it. Each function is
// sent to the page as source code.

/** Makes every call that draws and reads back, in sequence. Resolves to each result, or to the codes of each error. */
export async function readBack() {
  const { default: init, prepareImage, encodeMask, MaskEditor } = await import("/dist/client/index.js");
  const { exportPair } = await import("/dist/element/export/pair.js");
  await init();
  const load = async (name) => (await fetch(`/files/${name}`)).blob();
  const base64 = async (blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  /** A white left third, on black or, with `alpha`, on transparent. Noise would move its soft edge. */
  const paint = (canvas, alpha) => {
    const context = canvas.getContext("2d");
    if (!alpha) context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width / 3, canvas.height);
    return canvas;
  };
  const element = (width, height) => Object.assign(document.createElement("canvas"), { width, height });
  const big = [1200, 900];
  const small = [600, 450];
  const loaded = async (source) => {
    const editor = await MaskEditor.create({ width: small[0], height: small[1] });
    await editor.load(source);
    const mask = await encodeMask(editor);
    editor.free();
    return mask;
  };
  const edited = async () => {
    const editor = await MaskEditor.create({ width: small[0], height: small[1] });
    editor.rectangle(0, 0, 200, 450);
    const mask = await encodeMask(editor);
    editor.free();
    return mask;
  };
  const prepared = async (name, options) => {
    const { blob, changes } = await prepareImage(await load(name), options);
    return { changes, file: await base64(blob) };
  };
  const pair = async (label) => {
    const photo = await load("plain.jpg");
    const { altered } = await exportPair({ original: photo, altered: photo, label });
    return { file: await base64(altered) };
  };
  const calls = {
    "prepare: portrait": () => prepared("portrait.png"),
    "prepare: metadata": () => prepared("exif.jpg"),
    "mask: element": () => encodeMask(paint(element(...small))),
    "mask: element, alpha": () => encodeMask(paint(element(...small), true)),
    "mask: element, luminance": () => encodeMask(paint(element(...small)), { channel: "luminance" }),
    "mask: large element": () => encodeMask(paint(element(...big)), { width: 600, height: 450 }),
    "mask: offscreen": () => encodeMask(paint(new OffscreenCanvas(...small))),
    "mask: bitmap": async () => encodeMask(await createImageBitmap(await load("mask.png"))),
    "mask: pixels": () => {
      const pixels = new ImageData(...small);
      for (let at = 0; at < pixels.data.length; at += 4)
        pixels.data.set((at / 4) % 600 < 200 ? [255, 255, 255, 255] : [0, 0, 0, 255], at);
      return encodeMask(pixels);
    },
    "mask: editor": edited,
    "load: file": async () => loaded(await load("mask.png")),
    "load: canvas": () => loaded(paint(element(...small))),
    "export: label": () => pair("Staged"),
    "export: no label": () => pair(false),
  };
  const came = {};
  for (const [name, call] of Object.entries(calls)) {
    came[name] = await call().catch(({ name, code, issues = [], message }) => ({
      refused: [name, code, ...issues.map((issue) => issue.code)].join(" "),
      message,
    }));
  }
  return came;
}

/**
 * Adds noise to these ways of reading a canvas, in this page and in its workers: the last bit of one color in up to 256
 * pixels, as in Brave.
 */
export function addNoise(ways) {
  const patch = (ways) => {
    const noise = (data) => {
      let state = 7;
      for (let time = 0; time < 256; time += 1) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        data[4 * ((state >>> 8) % (data.length / 4)) + (time % 3)] ^= 1;
      }
      return data;
    };
    const kinds = ["OffscreenCanvas", "HTMLCanvasElement"].filter((name) => name in globalThis);
    const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
    const changed = (canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext("2d");
      context.drawImage(canvas, 0, 0);
      const pixels = read.call(context, 0, 0, copy.width, copy.height);
      noise(pixels.data);
      context.putImageData(pixels, 0, 0);
      return copy;
    };
    if (ways.includes("getImageData"))
      for (const name of ["OffscreenCanvasRenderingContext2D", "CanvasRenderingContext2D"]) {
        const { prototype } = globalThis[name] ?? {};
        const own = prototype?.getImageData;
        if (!own) continue;
        prototype.getImageData = function (...area) {
          const pixels = own.apply(this, area);
          noise(pixels.data);
          return pixels;
        };
      }
    if (ways.includes("convertToBlob")) {
      const own = OffscreenCanvas.prototype.convertToBlob;
      OffscreenCanvas.prototype.convertToBlob = function (options) {
        return own.call(changed(this), options);
      };
    }
    if (ways.includes("toBlob") && kinds.includes("HTMLCanvasElement")) {
      const own = OffscreenCanvas.prototype.convertToBlob;
      HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
        void own.call(changed(this), { type, quality }).then(done);
      };
    }
    if (ways.includes("copyTo")) {
      const own = VideoFrame.prototype.copyTo;
      VideoFrame.prototype.copyTo = async function (buffer, options) {
        const layout = await own.call(this, buffer, options);
        noise(new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength));
        return layout;
      };
    }
  };
  patch(ways);
  const Own = globalThis.Worker;
  globalThis.Worker = class extends Own {
    constructor(url) {
      const text = `(${patch})(${JSON.stringify(ways)}); importScripts(${JSON.stringify(String(url))});`;
      super(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    }
  };
}

/** Counts how often a canvas of the probe's size is read while masks are encoded and a photo is prepared. */
export async function countProbes() {
  const { default: init, prepareImage, encodeMask } = await import("/dist/client/index.js");
  await init();
  let probes = 0;
  const watch = (prototype, name, size) => {
    const own = prototype[name];
    prototype[name] = function (...given) {
      if (size(this, given)) probes += 1;
      return own.apply(this, given);
    };
  };
  const is = ({ width, height }) => width === 64 && height === 64;
  watch(OffscreenCanvas.prototype, "convertToBlob", is);
  for (const { prototype } of [OffscreenCanvasRenderingContext2D, CanvasRenderingContext2D])
    watch(prototype, "getImageData", ({ canvas }) => is(canvas));
  delete globalThis.Worker;
  const photo = await (await fetch("/files/portrait.png")).blob();
  const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 450 });
  canvas.getContext("2d").fillRect(0, 0, 200, 450);
  const before = performance.now();
  for (let time = 0; time < 5; time += 1) await encodeMask(canvas);
  const masks = probes;
  for (let time = 0; time < 2; time += 1) await prepareImage(photo);
  return { masks, all: probes, ms: performance.now() - before };
}

/** Whether prepareImage accepts a photo, and whether the browser decodes it. */
export async function takes(name) {
  const { default: init, prepareImage } = await import("/dist/client/index.js");
  await init();
  const photo = await (await fetch(`/files/${name}`)).blob();
  const succeeds = (promise) => promise.then(() => true, () => false); // prettier-ignore
  return { prepared: await succeeds(prepareImage(photo)), decoded: await succeeds(createImageBitmap(photo)) };
}

/** The classes that the worker passes to `createImageBitmap` while a photo is prepared, and the result. */
export async function decodedFrom(name) {
  const { default: init, prepareImage } = await import("/dist/client/index.js");
  await init();
  const seen = [];
  const Own = globalThis.Worker;
  const patch = () => {
    const own = createImageBitmap;
    globalThis.createImageBitmap = (source, ...options) => {
      // The probe's file is small.
      if (!(source.size < 20_000)) postMessage({ seen: source.constructor.name });
      return own(source, ...options);
    };
  };
  globalThis.Worker = class extends Own {
    constructor(url) {
      super(URL.createObjectURL(new Blob([`(${patch})(); importScripts(${JSON.stringify(String(url))});`])));
      this.addEventListener("message", (event) => {
        if (!event.data?.seen) return;
        seen.push(event.data.seen);
        event.stopImmediatePropagation();
      });
    }
  };
  const { blob } = await prepareImage(await (await fetch(`/files/${name}`)).blob());
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let file = "";
  for (let at = 0; at < bytes.length; at += 8192) file += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { seen: seen.filter((name) => name !== "ImageData"), file: btoa(file) };
}

/** Makes large canvases stay empty in this page and in its workers, as on a phone beyond its limit. */
export function limitCanvases() {
  const patch = () => {
    const { prototype } = OffscreenCanvasRenderingContext2D;
    const own = prototype.drawImage;
    prototype.drawImage = function (...given) {
      if (this.canvas.width < 1000) own.apply(this, given);
    };
  };
  patch();
  const Own = globalThis.Worker;
  globalThis.Worker = class extends Own {
    constructor(url) {
      super(URL.createObjectURL(new Blob([`(${patch})(); importScripts(${JSON.stringify(String(url))});`])));
    }
  };
}

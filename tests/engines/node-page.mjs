// What runs in the page: a photo is prepared and restored, for the comparison with Node. It must use no outer variable.

/** Prepares the file with this index. Resolves to the files in base64, and what was changed. */
export async function prepareInPage(index, options, { result, mask, restore } = {}) {
  const { default: init, MaskEditor, prepareImage } = await import("/dist/client/index.js");
  await import("/dist/heic/index.js");
  await init();
  const base64 = async (blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  };
  const file = await (await fetch(`/files/${index}`)).blob();
  const prepared = await prepareImage(file, options);
  const { blob, changes, width, height } = prepared;
  if (result === undefined) return { file: await base64(blob), type: blob.type, changes, size: [width, height] };
  let editor;
  if (mask) {
    editor = await MaskEditor.create(prepared.original);
    editor.rectangle(...mask);
  }
  const answer = await (await fetch(`/files/${result}`)).blob();
  const restored = await prepared.restore(answer, { ...restore, ...(editor && { mask: editor }) });
  const { fits, shift, outsideChanged } = restored;
  return { file: await base64(restored), type: restored.type, fits, shift, outsideChanged };
}

// What every consumer does with the package: load it, inspect a photo, have it staged, paint a mask, and have it edited.
import init, { MaskEditor, ReRoom, encodeMask, inspectImage } from "reroom";

/** `site` is where the photo and the sandbox are; `wasm` goes to `init`. Returns what came of it. */
export async function stage(site, wasm) {
  await init(wasm);
  const photo = await (await fetch(`${site}/room.jpg`)).blob();
  const { ok, format } = await inspectImage(photo);
  const client = new ReRoom({ baseUrl: site, apiKey: "sandbox" });
  const params = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };
  const { status, outputs } = await client.run(photo, params, { pollMs: 20 });
  const picture = await (await fetch(outputs[0])).blob();
  const editor = await MaskEditor.create(photo);
  editor.rectangle(0, 0, 200, 200);
  const edit = { tool: "edit", action: "remove", mask: await encodeMask(editor) };
  const edited = await client.run(photo, edit, { pollMs: 20, prepare: true });
  const { format: found } = await inspectImage(picture);
  return { ok, format, status, picture: found, editor: editor instanceof MaskEditor, edited: edited.status };
}

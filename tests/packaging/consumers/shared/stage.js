// Shared by every consumer: loads the package, inspects a photo, stages it, downloads the result, and edits under a mask.
import init, { MaskEditor, ReRoom, encodeMask, inspectImage } from "reroom";

/** Stages the photo from `site`, which also serves the sandbox. `wasm` is passed to `init`. Resolves to the outcome. */
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

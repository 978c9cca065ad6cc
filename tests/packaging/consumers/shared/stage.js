// What every consumer does with the package: load it, look at a photo, have it staged, and fetch the picture.
import init, { ReRoom, inspectImage } from "reroom";

/** `site` is where the photo and the sandbox are; `wasm` goes to `init`. Answers what came of it. */
export async function stage(site, wasm) {
  await init(wasm);
  const photo = await (await fetch(`${site}/room.jpg`)).blob();
  const { ok, format } = await inspectImage(photo);
  const client = new ReRoom({ baseUrl: site, apiKey: "sandbox" });
  const params = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };
  const { status, outputs } = await client.run(photo, params, { pollMs: 20 });
  const picture = await (await fetch(outputs[0])).blob();
  return { ok, format, status, picture: (await inspectImage(picture)).format };
}

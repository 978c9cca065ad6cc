// Shared by every consumer: loads the package, inspects a photo, stages it, and downloads the result.
import init, { ReRoom, inspectImage } from "reroom";

/** Stages the photo from `site`, which also serves the sandbox. `wasm` is passed to `init`. Resolves to the outcome. */
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

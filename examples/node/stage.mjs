// A command-line tool that furnishes an empty room:
//
//   REROOM_API_KEY=… node examples/node/stage.mjs room.jpg --out staged.jpg --type living-room --style scandinavian
//
// To try it for free, run `npx reroom sandbox` in another terminal:
//
//   REROOM_API_KEY=sandbox node examples/node/stage.mjs room.jpg --base-url http://127.0.0.1:8787
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import init, { ReRoom, ReRoomError, inspectImage } from "reroom";

const usage = `Usage: node stage.mjs <photo> [--out staged.jpg] [--type living-room] [--style modern] [--base-url <url>]
Set the environment variable REROOM_API_KEY to your key.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "staged.jpg" },
    type: { type: "string", default: "living-room" },
    style: { type: "string", default: "modern" },
    "base-url": { type: "string", default: "https://reroom.ai" },
  },
});
const [path] = positionals;
const apiKey = process.env.REROOM_API_KEY;

if (path && apiKey) {
  await stage(path, apiKey).catch(printError);
} else {
  console.error(usage);
  process.exitCode = 2;
}

async function stage(path, apiKey) {
  await init();
  const photo = await readFile(path);
  const { format, width, height, ok, issues } = await inspectImage(photo);
  console.log(`${path}: ${format}, ${width} × ${height} pixels${ok ? "" : ", not accepted by the service"}`);
  for (const issue of issues) console.log(`  ${issue.message}`);

  const client = new ReRoom({ apiKey, baseUrl: values["base-url"] });
  const { type, style } = values;
  const render = await client.run(
    photo,
    { tool: "virtual-staging", action: "preset", type, style },
    { onProgress: ({ stage, renderId }) => console.log([stage, renderId].filter(Boolean).join(" ")) },
  );
  await writeFile(values.out, await download(render.outputs[0]));
  console.log(`Saved ${values.out}`);
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The result could not be downloaded: ${url} returned ${response.status}.`);
  return Buffer.from(await response.arrayBuffer());
}

/** Prints the error and suggestions. */
function printError(error) {
  process.exitCode = 1;
  if (!(error instanceof ReRoomError)) {
    console.error(error instanceof Error ? error.message : error);
    return;
  }
  console.error(`${error.code}: ${error.message}`);
  for (const { path, suggestion, allowed } of error.issues) {
    if (suggestion) console.error(`  ${path}: did you mean ${suggestion}?`);
    else if (allowed) console.error(`  ${path}: use one of ${allowed.join(", ")}`);
  }
  if (error.renderId) console.error(`  Render ID: ${error.renderId}`);
  if (error.retryable) console.error("  You can try again without paying twice.");
}

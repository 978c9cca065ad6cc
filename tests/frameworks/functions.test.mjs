// The function from docs/guides/frameworks.md, deployed as on Vercel and Netlify, with only the files that @vercel/nft traces.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { samplePhoto } from "../packaging/project.mjs";
import { files, setUp } from "./setup.mjs";

const it = setUp();

const call = `
  import { readFile } from "node:fs/promises";
  import { POST } from "./api/stage.js";
  const request = new Request("http://localhost/api/stage", { method: "POST", body: await readFile("room.jpg") });
  console.log(await (await POST(request)).text());
`;

test("a function finishes a render with only the files that are traced for Vercel and Netlify", async () => {
  const app = await it.app("function", files({}, "Vercel and Netlify functions"));
  const { nodeFileTrace } = createRequire(join(app.folder, "package.json"))("@vercel/nft");
  const { fileList, warnings } = await nodeFileTrace([join(app.folder, "api/stage.js")], { base: app.folder });
  assert.deepEqual([...warnings].map(String), []);
  const deployed = await mkdtemp(join(tmpdir(), "reroom-function-"));
  try {
    for (const path of fileList) await cp(join(app.folder, path), join(deployed, path));
    await writeFile(join(deployed, "room.jpg"), await samplePhoto());
    await writeFile(join(deployed, "call.mjs"), call);
    const response = JSON.parse(await app.run(join(deployed, "call.mjs"), [], it.upstream.env, deployed));
    assert.equal(response.outputs.length, 1);
  } finally {
    await rm(deployed, { recursive: true });
  }
});

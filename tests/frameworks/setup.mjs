// Sets up the framework tests: the project, a browser, and a sandbox for the recipes' servers.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { samplePhoto } from "../packaging/project.mjs";
import { frameworks, makeApp } from "./project.mjs";
import { recipe } from "./recipes.mjs";
import { launch, service, take } from "./visit.mjs";

const page = "frameworks";
const upstreamFlags = ["gateway", "--open", "--base-path", "/reroom", "--port", "PORT", "--upstream"];

/** Starts everything before the tests of a file and stops it after them. */
export function setUp() {
  const it = {
    /** Creates an app; see `makeApp`. */
    app: (...given) => makeApp(it.project, ...given),

    /** Serves the app, and asserts that each path renders a photo without a message in the console. */
    async renders(app, tool, args, paths = ["/"], env = it.upstream.env) {
      const server = await app.serve(tool, args, env);
      try {
        for (const path of paths)
          await (path.endsWith("studio") ? it.shown(server, path, null, furnish) : it.shown(server, path));
      } finally {
        await server.stop();
      }
    },

    /** Asserts that a path renders a photo. The other arguments are those of `take`. */
    async shown({ origin, printed = String }, path, ...given) {
      const { problems, failed, wasm } = await take(it.browser, origin + path, ...given);
      assert.deepEqual({ failed, problems }, { failed: undefined, problems: [] }, `${path}\n${printed()}`);
      return wasm;
    },

    /** Starts a gateway for a site without a server; stopped after the tests. */
    async gateway(app) {
      const server = await app.serve("reroom", [...upstreamFlags, it.upstream.origin], it.upstream.env);
      it.ends.push(server.stop);
      return { REROOM_GATEWAY: server.origin };
    },
    ends: [],
  };
  before(async () => {
    it.project = await frameworks();
    it.browser = await launch();
    it.upstream = await service();
  });
  after(async () => {
    for (const end of it.ends) await end();
    it.upstream?.stop();
    await it.browser?.close();
  });
  return it;
}

/** Opens a photo in the page's studio and submits it. With `show`, adds the result to the page. */
export async function furnish(page, { show = false } = {}) {
  await page.waitForSelector("reroom-studio", { state: "attached" });
  const photo = `data:image/jpeg;base64,${(await samplePhoto()).toString("base64")}`;
  await page.evaluate(
    async ({ photo, show }) => {
      await customElements.whenDefined("reroom-studio");
      const studio = document.querySelector("reroom-studio");
      await studio.open(new File([await (await fetch(photo)).blob()], "room.jpg", { type: "image/jpeg" }));
      const render = await studio.submit();
      if (show) document.body.append(Object.assign(new Image(), { src: render.outputs[0] }));
    },
    { photo, show },
  );
}

/** The files in these sections of the guide, and the shared files in the given folders. */
export function files(folders, ...sections) {
  const shared = recipe(page, "## Files for every framework");
  const placed = Object.entries(folders).map(([name, folder]) => [`${folder}/${name}`, shared[name]]);
  return Object.assign(Object.fromEntries(placed), ...sections.map((name) => recipe(page, `## ${name}`)));
}

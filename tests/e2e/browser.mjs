// A browser for the tests of the importing file.
import { after, before } from "node:test";
import { startBrowser } from "./site.mjs";

export let browser;

before(async () => {
  browser = await startBrowser();
});

after(() => browser?.close());

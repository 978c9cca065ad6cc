// The recipes from docs/guides/test-runners.md, without any other files.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { frameworks, makeApp } from "./project.mjs";
import { recipe } from "./recipes.mjs";

let project;
before(async () => {
  project = await frameworks();
});

const section = (name) => recipe("test-runners", `## ${name}`);

/** Asserts that the guide's test passes with the files in these sections. */
async function passes(runner, args, report, sections) {
  const files = Object.assign({}, ...["One test", ...sections].map(section));
  const app = await makeApp(project, "test-runner", files);
  await app.run(runner, [...args, report, "--outputFile=result.json"]);
  const { numPassedTests, numTotalTests } = JSON.parse(await readFile(join(app.folder, "result.json"), "utf8"));
  assert.deepEqual({ numPassedTests, numTotalTests }, { numPassedTests: 1, numTotalTests: 1 });
}

const jest = (...sections) => passes("jest", ["--no-cache"], "--json", sections);
const vitest = (...sections) => passes("vitest", ["run"], "--reporter=json", sections);

test("Jest in Node passes the guide's test", () => jest("Jest"));
test("Jest with jsdom passes the guide's test", () => jest("Jest", "Jest with jsdom"));
test("Vitest in Node passes the guide's test", () => vitest("Vitest"));
test("Vitest with happy-dom passes the guide's test", () => vitest("Vitest with happy-dom"));
test("Vitest with jsdom passes the guide's test", () => vitest("Vitest with jsdom"));
test("Vitest in Chromium passes the guide's test", () => vitest("Vitest in a browser"));

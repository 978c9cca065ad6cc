// The test runners of docs/guides/test-runners.md, each with the guide's files and nothing else.
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

/** Runs the guide's test with the files of these sections, and must see it pass. */
async function passes(runner, args, report, sections) {
  const files = Object.assign({}, ...["One test", ...sections].map(section));
  const app = await makeApp(project, "test-runner", files);
  await app.run(runner, [...args, report, "--outputFile=result.json"]);
  const { numPassedTests, numTotalTests } = JSON.parse(await readFile(join(app.folder, "result.json"), "utf8"));
  assert.deepEqual({ numPassedTests, numTotalTests }, { numPassedTests: 1, numTotalTests: 1 });
}

const jest = (...sections) => passes("jest", ["--no-cache"], "--json", sections);
const vitest = (...sections) => passes("vitest", ["run"], "--reporter=json", sections);

test("Jest in Node runs the guide's test", () => jest("Jest"));
test("Jest with jsdom runs the guide's test", () => jest("Jest", "Jest with jsdom"));
test("Vitest in Node runs the guide's test", () => vitest("Vitest"));
test("Vitest with happy-dom runs the guide's test", () => vitest("Vitest with happy-dom"));
test("Vitest with jsdom runs the guide's test", () => vitest("Vitest with jsdom"));
test("Vitest in Chromium runs the guide's test", () => vitest("Vitest in a browser"));

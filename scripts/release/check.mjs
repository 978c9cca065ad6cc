// `npm run release:check`: everything that must hold before a release; `--tag v1.2.3` also checks the tag of the release.
import { parseArgs } from "node:util";
import { buildIfStale } from "../build.mjs";
import { tee } from "../run.mjs";
import { setUp } from "../setup/index.mjs";
import { tagProblems, versionProblems } from "./versions.mjs";

const { values } = parseArgs({ options: { tag: { type: "string" } } });

/** Runs a program; its failure is a problem. */
async function program(command, args) {
  const { status } = await tee(command, args);
  return status === 0 ? [] : [`\`${command} ${args.join(" ")}\` failed`];
}

/** The same for advisories. A list that cannot be fetched is a problem only on CI. */
async function advisories(command, args, unreachable) {
  const { status, output } = await tee(command, args);
  if (status === 0) return [];
  if (!unreachable.test(output)) return [`\`${command} ${args.join(" ")}\` found something`];
  if (process.env.CI) return [`\`${command} ${args.join(" ")}\` could not fetch the advisories`];
  console.log("release: the advisories cannot be fetched here, so they are not checked");
  return [];
}

/** If npm would correct package.json, package.json is wrong. */
async function npmPublish() {
  const { status, output } = await tee("npm", ["publish", "--dry-run"]);
  if (status !== 0) return ["`npm publish --dry-run` failed"];
  return output.includes("auto-corrected") ? ["npm would correct package.json: `npm pkg fix`"] : [];
}

const checks = {
  "versions in step": () => [...versionProblems(), ...(values.tag ? tagProblems(values.tag) : [])],
  // It needs npm packages, which may only just have been installed.
  licenses: async () => (await import("./licenses.mjs")).allLicenseProblems(),
  "crates: licenses, bans, sources": () => program("cargo", ["deny", "check", "licenses", "bans", "sources"]),
  "advisories on crates": () =>
    advisories("cargo", ["deny", "check", "advisories"], /failed to (?:fetch|load) advisory database/i),
  "advisories on npm packages": () => advisories("npm", ["audit", "--omit=dev"], /audit endpoint returned an error/),
  "npm publish": npmPublish,
  "cargo publish": () =>
    program("cargo", ["publish", "--dry-run", "-p", "reroom", ...(values.tag ? [] : ["--allow-dirty"])]),
};

await setUp({ suites: ["release:check"] });
await buildIfStale();
const problems = [];
for (const [name, check] of Object.entries(checks)) {
  console.log(`release: ${name}`);
  problems.push(...(await check()));
}
for (const problem of problems) console.error(`release: ${problem}`);
console.log(problems.length === 0 ? "release: ready" : `release: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

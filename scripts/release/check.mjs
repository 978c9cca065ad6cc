// `npm run release:check`: all that must be true before a release. With `--tag v1.2.3`, of this very release.
import { parseArgs } from "node:util";
import { buildIfStale } from "../build.mjs";
import { nativeEnvironment, tee } from "../run.mjs";
import { ensureCargoTool } from "../setup/cargo-tools.mjs";
import { say, setUp } from "../setup/index.mjs";
import { allLicenceProblems } from "./licences.mjs";
import { tagProblems, versionProblems } from "./versions.mjs";

const { values } = parseArgs({ options: { tag: { type: "string" } } });
const cargoDeny = { crate: "cargo-deny", binary: "cargo-deny", version: "0.20.2", locked: true };

/** Runs a program; its failure is the one problem. */
async function program(command, args, env) {
  const { status } = await tee(command, args, { env });
  return status === 0 ? [] : [`\`${command} ${args.join(" ")}\` failed`];
}

/** The same, where a list of advisories that cannot be fetched is no problem of the package, but is one of a release. */
async function advisories(command, args, unreachable, env) {
  const { status, output } = await tee(command, args, { env });
  if (status === 0) return [];
  if (!unreachable.test(output)) return [`\`${command} ${args.join(" ")}\` found something`];
  if (process.env.CI) return [`\`${command} ${args.join(" ")}\` could not fetch the advisories`];
  console.log("release: the advisories cannot be fetched here, so nothing is known of them");
  return [];
}

/** What npm would correct on its way is wrong in package.json. */
async function npmPublish() {
  const { status, output } = await tee("npm", ["publish", "--dry-run"]);
  if (status !== 0) return ["`npm publish --dry-run` failed"];
  return output.includes("auto-corrected") ? ["npm would correct package.json: `npm pkg fix`"] : [];
}

function denyEnvironment() {
  const bin = ensureCargoTool(cargoDeny, say);
  const env = nativeEnvironment();
  return bin ? { ...env, PATH: `${bin}:${env.PATH}` } : env;
}

const checks = {
  "versions in step": () => [...versionProblems(), ...(values.tag ? tagProblems(values.tag) : [])],
  licences: allLicenceProblems,
  "crates: licences, bans, sources": () =>
    program("cargo", ["deny", "check", "licenses", "bans", "sources"], denyEnvironment()),
  "advisories on crates": () =>
    advisories(
      "cargo",
      ["deny", "check", "advisories"],
      /failed to (?:fetch|load) advisory database/i,
      denyEnvironment(),
    ),
  "advisories on npm packages": () => advisories("npm", ["audit", "--omit=dev"], /audit endpoint returned an error/),
  "npm publish": npmPublish,
  "cargo publish": () =>
    program("cargo", ["publish", "--dry-run", "-p", "reroom", ...(values.tag ? [] : ["--allow-dirty"])]),
};

setUp();
buildIfStale();
const problems = [];
for (const [name, check] of Object.entries(checks)) {
  console.log(`release: ${name}`);
  problems.push(...(await check()));
}
for (const problem of problems) console.error(`release: ${problem}`);
console.log(problems.length === 0 ? "release: ready" : `release: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

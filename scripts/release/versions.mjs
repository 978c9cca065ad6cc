// The version in every file that contains it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const found = (path, pattern) => pattern.exec(read(path))?.[1];

/** The version by place; `undefined` if a place has none. */
export function versions() {
  return {
    "package.json": JSON.parse(read("package.json")).version,
    "package-lock.json": JSON.parse(read("package-lock.json")).version,
    "Cargo.toml": found("Cargo.toml", /^\[workspace\.package\]\nversion = "(.+)"$/m),
    "Cargo.lock, reroom": found("Cargo.lock", /^name = "reroom"\nversion = "(.+)"$/m),
    "Cargo.lock, reroom-imaging": found("Cargo.lock", /^name = "reroom-imaging"\nversion = "(.+)"$/m),
    "Cargo.lock, reroom-sandbox": found("Cargo.lock", /^name = "reroom-sandbox"\nversion = "(.+)"$/m),
    "openapi.yaml": found("openapi.yaml", /^ {2}version: (.+)$/m),
    "CHANGELOG.md": found("CHANGELOG.md", /^## (\d\S*)/m),
  };
}

/** The places whose version differs from package.json, one line each. */
export function versionProblems() {
  const all = versions();
  const version = all["package.json"];
  return Object.entries(all)
    .filter(([, found]) => found !== version)
    .map(([place, found]) => `${place} has ${found ?? "no version"}, package.json has ${version}`);
}

/** Why a tag such as `v1.2.3` cannot be released, one line each. */
export function tagProblems(tag) {
  const { version } = JSON.parse(read("package.json"));
  const problems = tag === `v${version}` ? [] : [`the tag is ${tag}, package.json has ${version}`];
  const dated = new RegExp(`^## ${version.replaceAll(".", "\\.")} - \\d{4}-\\d{2}-\\d{2}$`, "m").test(
    read("CHANGELOG.md"),
  );
  return dated ? problems : [...problems, `CHANGELOG.md gives ${version} no date`];
}

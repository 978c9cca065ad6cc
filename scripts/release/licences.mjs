// The licences of what the package is made of, against those that deny.toml allows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import satisfies from "spdx-satisfies";
import { root, run } from "../run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** Licences that the tools of development may have besides: nothing of them is handed on. */
const forTools = ["0BSD", "BlueOak-1.0.0", "BSD-2-Clause", "CC-BY-3.0", "CC-BY-4.0", "CC0-1.0", "ISC", "MIT-0"];
const copyleftForTools = ["LGPL-3.0-or-later", "MPL-2.0", "Python-2.0"];

const allowed = () => JSON.parse(/^allow = (\[[^\]]+\])/m.exec(read("deny.toml"))[1]);

/** Packages whose licence is not allowed, one line each. `Apache-2.0/MIT` is an old way to write `OR`. */
export const licenceProblems = (packages, licences) =>
  packages
    .filter(({ licence }) => !licence || !satisfies(licence.replaceAll("/", " OR "), licences))
    .map(({ name, licence }) => `${name} is under ${licence ?? "no licence"}`);

/** Every crate in Cargo.lock. */
function crates() {
  const metadata = JSON.parse(run("cargo", ["metadata", "--format-version", "1", "--locked"], { quiet: true }));
  return metadata.packages.map(({ name, license }) => ({ name: `the crate ${name}`, licence: license }));
}

/** Every npm package in package-lock.json that is handed on, or that is not. */
function npmPackages(handedOn) {
  return Object.entries(JSON.parse(read("package-lock.json")).packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !(dev || devOptional) === handedOn)
    .map(([path, { license }]) => ({ name: path.replace(/^.*node_modules\//, "the npm package "), licence: license }));
}

/** Everything that may not be used as it is licensed. */
export function allLicenceProblems() {
  const licences = allowed();
  return [
    ...licenceProblems([...crates(), ...npmPackages(true)], licences),
    ...licenceProblems(npmPackages(false), [...licences, ...forTools, ...copyleftForTools]),
  ];
}

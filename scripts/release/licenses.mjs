// Checks the licenses of all dependencies against those that deny.toml allows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import satisfies from "spdx-satisfies";
import { root, run } from "../run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** More licenses for development dependencies, which are not redistributed. */
const forTools = ["0BSD", "BlueOak-1.0.0", "BSD-2-Clause", "CC-BY-3.0", "CC-BY-4.0", "CC0-1.0", "ISC", "MIT-0"];
const copyleftForTools = ["LGPL-3.0-or-later", "MPL-2.0", "PSF-2.0", "Python-2.0"];

const allowed = () => JSON.parse(/^allow = (\[[^\]]+\])/m.exec(read("deny.toml"))[1]);

/** Packages whose license is not allowed, one line each. `Apache-2.0/MIT` is an old way to write `OR`. */
export const licenseProblems = (packages, licenses) =>
  packages
    .filter(({ license }) => !license || !satisfies(license.replaceAll("/", " OR "), licenses))
    .map(({ name, license }) => `${name} is under ${license ?? "no license"}`);

/** Every crate in Cargo.lock. */
function crates() {
  const metadata = JSON.parse(run("cargo", ["metadata", "--format-version", "1", "--locked"], { quiet: true }));
  return metadata.packages.map(({ name, license }) => ({ name: `the crate ${name}`, license }));
}

/** The npm packages in package-lock.json that users install, or those for development only. */
function npmPackages(forUsers) {
  return Object.entries(JSON.parse(read("package-lock.json")).packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !(dev || devOptional) === forUsers)
    .map(([path, { license }]) => ({ name: path.replace(/^.*node_modules\//, "the npm package "), license }));
}

/** Dependencies of any kind whose license is not allowed. */
export function allLicenseProblems() {
  const licenses = allowed();
  return [
    ...licenseProblems([...crates(), ...npmPackages(true)], licenses),
    ...licenseProblems(npmPackages(false), [...licenses, ...forTools, ...copyleftForTools]),
  ];
}

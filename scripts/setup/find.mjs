// Finds tools: in variables, on PATH and in set-up's cache.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tryRun } from "../run.mjs";
import { cargoFolder } from "./cargo-tools.mjs";
import { findOnPath, suffix } from "./path.mjs";
import { findPythonPackages } from "./python.mjs";

/** A tool's programs by variable, and the folder to add to PATH, as `{ variables, path }`; `undefined` if it is missing. */
export function findTool(tool) {
  if (tool.find) return tool.find();
  if (tool.python) return findPythonPackages(tool);
  if (tool.programs) return findPrograms(tool);
  return findCargoTool(tool.cargo);
}

function findPrograms({ programs, cargo }) {
  const variables = {};
  for (const [variable, names] of Object.entries(programs)) {
    const found = process.env[variable] || names.map(findOnPath).find(Boolean) || (cargo && built(cargo));
    if (!found) return undefined;
    variables[variable] = found;
  }
  return { variables };
}

/** Finds a program of a certain version. */
function findCargoTool(cargo) {
  const { crate, binary = crate, version } = cargo;
  const found = findOnPath(binary) && tryRun(binary, ["--version"], { env: process.env });
  if (found?.split(" ")[1] === version) return {};
  return built(cargo) ? { path: join(cargoFolder(cargo), "bin") } : undefined;
}

function built(cargo) {
  const path = join(cargoFolder(cargo), "bin", (cargo.binary ?? cargo.crate) + suffix);
  return existsSync(path) ? path : undefined;
}

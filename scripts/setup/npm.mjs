// Installs the npm packages of package-lock.json.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runAsync } from "../run.mjs";

const marker = join(root, "node_modules", ".reroom-lock");

const digest = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

/** Whether node_modules was installed from this lock file. */
export const nodeModulesAreCurrent = () => existsSync(marker) && readFileSync(marker, "utf8") === digest();

/** Runs `npm ci`. */
export async function installNodeModules() {
  await runAsync(process.platform === "win32" ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"]);
  writeFileSync(marker, digest());
}

// Packs the package and installs it into a separate project, together with the tools that the tests need.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const consumers = join(root, "tests/packaging/consumers");
const cache = join(root, ".cache");
const npmInstall = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];

/** Runs a program; resolves to its output. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1 << 26, ...options }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(" ")}: ${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

/** Packs the package; returns the tarball's path and the paths of its files. */
export async function pack() {
  await mkdir(cache, { recursive: true });
  const printed = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", cache], { cwd: root });
  const described = JSON.parse(printed);
  const [packed] = Array.isArray(described) ? described : Object.values(described);
  return { tarball: join(cache, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** A project with the packed package and every consumer's tools. It is cached until either changes. */
export const project = () => installed(consumers, "consumers");

/**
 * Installs the tools from a `package.json` and its lock, and the packed package, into the cache folder
 * `<name>-<digest of the lock>`. It is reused until either changes.
 */
export async function installed(tools, name) {
  const lock = await readFile(join(tools, "package-lock.json"));
  const folder = join(cache, `${name}-${digest(lock)}`);
  const first = !existsSync(join(folder, "node_modules", ".tools"));
  if (first) await makeFolder(name, folder);
  for (const file of ["package.json", "package-lock.json"]) await cp(join(tools, file), join(folder, file));
  if (first) await installTools(name, folder);
  await installPackage(folder);
  return folder;
}

async function installPackage(folder) {
  const { tarball } = await pack();
  const content = digest(await readFile(tarball));
  const marker = join(folder, "node_modules", ".tarball");
  if ((await readFile(marker, "utf8").catch(() => "")) === content) return;
  // A unique name for each content, because npm caches tarballs by name.
  const named = join(folder, `reroom-${content}.tgz`);
  await rename(tarball, named);
  await run("npm", ["install", "--no-save", ...npmInstall, named], { cwd: folder });
  await rm(named);
  await writeFile(marker, content);
}

/** Creates the folder, and deletes the folders of other locks. */
async function makeFolder(name, folder) {
  await mkdir(cache, { recursive: true });
  for (const old of await readdir(cache)) {
    if (old.startsWith(`${name}-`)) await rm(join(cache, old), { recursive: true, force: true });
  }
  await mkdir(folder, { recursive: true });
}

async function installTools(name, folder) {
  console.log(`packaging: installing tools for ${name}`);
  await run("npm", ["ci", ...npmInstall], { cwd: folder });
  await writeFile(join(folder, "node_modules", ".tools"), "");
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Copies a consumer's folder into the project, and adds `files` (`{ path: text }`). */
export async function consumer(folder, name, files = {}) {
  const app = join(folder, "apps", name);
  await rm(app, { recursive: true, force: true });
  await cp(join(consumers, "shared"), join(folder, "apps", "shared"), { recursive: true });
  if (existsSync(join(consumers, name))) await cp(join(consumers, name), app, { recursive: true });
  await mkdir(app, { recursive: true });
  for (const [path, content] of Object.entries(files)) await writeFile(join(app, path), content);
  return app;
}

/** Installs another consumer's packages into an app. They take precedence over the project's. */
export async function withPackages(app, name) {
  for (const file of ["package.json", "package-lock.json"]) await cp(join(consumers, name, file), join(app, file));
  await run("npm", ["ci", ...npmInstall], { cwd: app });
}

export const samplePhoto = () => readFile(join(root, "www/public/samples/living-room-empty.jpg"));

// The package as others get it: packed, and installed into a folder far from this repository.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program and answers what it printed. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 1 << 26, ...options }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(" ")}: ${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}

/** Packs the package into a folder; answers the tarball's path and the paths of the files in it. */
export async function pack(folder) {
  const printed = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  const described = JSON.parse(printed);
  const [packed] = Array.isArray(described) ? described : Object.values(described);
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** A new project in a folder of its own, with the tarball installed and these files (`{ path: text or bytes }`). */
export async function install(folder, name, tarball, files) {
  const project = join(folder, name);
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(project, path, ".."), { recursive: true });
    await writeFile(join(project, path), content);
  }
  await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", tarball], { cwd: project });
  return project;
}

/** A temporary folder, and how to be rid of it. */
export async function temporary() {
  const folder = await mkdtemp(join(tmpdir(), "reroom-packaging-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const samplePhoto = () => readFile(join(root, "www/public/samples/living-room-empty.jpg"));

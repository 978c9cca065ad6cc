// Rejects imports that run upward through the layers of `layers.mjs`, circles of imports, and imports before set-up.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../run.mjs";
import { beforeSetUpProblems } from "./before-setup.mjs";
import { circles } from "./circles.mjs";
import { jsImports } from "./js-imports.mjs";
import { trees } from "./layers.mjs";
import { rustImports } from "./rust-imports.mjs";

const readers = { rust: rustImports, js: jsImports };
const layersFile = "scripts/lint/layers.mjs";

/** The problems with the imports in a folder, one message each. */
export function importProblems(top, trees) {
  const present = trees.filter(({ folder }) => existsSync(join(top, folder)));
  // The files of an inner folder are read with the outer one.
  const outer = present.filter(({ folder }) => !present.some((other) => folder.startsWith(`${other.folder}/`)));
  const problems = outer.flatMap((whole) => {
    const { files, imports } = readers[whole.language](top, whole.folder);
    const inside = present.filter(({ folder }) => `${folder}/`.startsWith(`${whole.folder}/`));
    return [...inside.flatMap((tree) => layerProblems(tree, files, imports)), ...circles(imports).map(circleProblem)];
  });
  return [...new Set(problems)];
}

function layerProblems(tree, files, imports) {
  const inside = (file) => file.startsWith(`${tree.folder}/`);
  const place = (file) => placeOf(tree, file.slice(tree.folder.length + 1));
  const unlisted = files.filter((file) => inside(file) && !place(file));
  const between = imports.filter(({ from, to }) => inside(from) && inside(to) && place(from) && place(to));
  return [
    ...unlisted.map((file) => `${file} belongs to no layer. Add it, or its folder, to ${layersFile}.`),
    ...between.flatMap((each) => upward(tree, each, place(each.from), place(each.to)) ?? []),
  ];
}

/** The layer that a path belongs to, as `{ name, depth }`. */
function placeOf({ layers }, path) {
  const [first] = path.split("/");
  const depthOf = (name) => layers.findIndex((layer) => [layer].flat().includes(name));
  const name = depthOf(first) >= 0 ? first : "*";
  return depthOf(name) >= 0 ? { name, depth: depthOf(name) } : undefined;
}

function upward({ folder, shares = {} }, { from, line, to }, source, target) {
  if (source.name === target.name) return undefined;
  const start = `${from}:${line} imports ${to}`;
  if (target.depth < source.depth)
    return `${start}, which is in a higher layer. Move what they share into ${source.name} or below, or pass it in as an argument.`;
  if (target.depth === source.depth)
    return `${start}, but ${source.name} and ${target.name} must not import each other. Move what they share below both.`;
  const shared = shares[source.name];
  if (!shared || shared.some((path) => to === `${folder}/${path}`)) return undefined;
  return `${start}, which ${source.name} does not share. Copy what you need, or list the file in ${layersFile}.`;
}

function circleProblem(circle) {
  const steps = circle.map(({ from, line, to }) => `${from}:${line} imports ${to}`);
  return `Circular imports: ${steps.join(", ")}. Move what they share into a file below them.`;
}

/** The problems of this repository. */
export const ownImportProblems = () => [...importProblems(root, trees), ...beforeSetUpProblems(root)];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = ownImportProblems();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

// Every TypeScript block in the README and the guides compiles, with the names in the prelude.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pages, readPage } from "../../scripts/pages.mjs";
import { checkFiles } from "./tsc.mjs";

/** Names that a block can use without declaring or importing them. Those of the package, only if it imports none of them. */
const prelude = {
  init: 'import init from "reroom";',
  ReRoom: 'import { ReRoom } from "reroom";',
  ReRoomError: 'import { ReRoomError } from "reroom";',
  client: 'declare const client: import("reroom").ReRoom;',
  photo: "declare const photo: File;",
  jobs: 'declare const jobs: import("reroom").Job[];',
  photos: "declare const photos: File[];",
  mask: "declare const mask: string;",
  canvas: "declare const canvas: HTMLCanvasElement;",
  whoIs: "declare function whoIs(request: Request): Promise<string | undefined>;",
  readSecret: "declare function readSecret(name: string): Promise<string>;",
  uploadToBucket: "declare function uploadToBucket(name: string, file: Blob, type: string): Promise<string>;",
  saveRender: "declare function saveRender(render: object): Promise<void>;",
  decodeInMyWorker: "declare function decodeInMyWorker(photo: Blob, signal?: AbortSignal): Promise<ImageData>;",
  isSignedIn: "declare function isSignedIn(request: Request): Promise<boolean>;",
};

const exported = (name) => prelude[name].endsWith('from "reroom";');

/** Extracts the code blocks of a page as files. The file names include the page and line for error messages. */
function blocksOf(page) {
  const text = readPage(page);
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(({ 1: code, index }) => {
    const declares = (name) => new RegExp(`^(?:import .*|const |declare const )\\b${name}\\b`, "m").test(code);
    const uses = (name) => new RegExp(`\\b${name}\\b`).test(code);
    const imports = /^import .* from "reroom";$/m.test(code);
    const given = Object.keys(prelude).filter((name) => uses(name) && !declares(name) && !(imports && exported(name)));
    const line = text.slice(0, index).split("\n").length + 1;
    const file = `${page.replaceAll(/\W+/g, "-")}-line${line}.ts`;
    return [file, [...given.map((name) => prelude[name]), code, "export {};\n"].join("\n")];
  });
}

const everything = pages.map(readPage).join("\n\n");

/** The names in the first column of a table, as a union of string literals. */
const listed = (heading) => {
  const table = everything.slice(everything.indexOf(`\n| ${heading} | `) + 1).split("\n\n")[0];
  const cells = table
    .split("\n")
    .slice(2)
    .map((row) => row.split("|")[1]);
  const names = cells.flatMap((cell) => cell.match(/(?<=`)\w+(?=`)/g));
  return names.map((name) => JSON.stringify(name)).join(" | ");
};
const tables = `import type { ErrorCode, ReRoomOptions } from "reroom";
declare function same<A, B>(equal: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void;
same<ErrorCode, ${listed("`code`")}>(true);
same<keyof ReRoomOptions, ${listed("option of a client")}>(true);
`;

test("every TypeScript block compiles, and the tables list every error code and every client option", () => {
  const blocks = Object.fromEntries(pages.flatMap(blocksOf));
  assert.ok(Object.keys(blocks).length >= 30, "enough blocks were found");
  // What `tsc --init` turns on.
  const settings = { types: ["node"], verbatimModuleSyntax: true, noUncheckedSideEffectImports: true };
  assert.deepEqual(checkFiles("readme", { ...blocks, "tables.ts": tables }, settings), []);
});

test("the React interface in the studio guide compiles", () => {
  const blocks = [...readPage("docs/guides/studio.md").matchAll(/^```tsx?\n\/\/ (\S+)\n(.*?)^```/gms)];
  const files = Object.fromEntries(blocks.map(([, name, code]) => [name, code]));
  assert.deepEqual(Object.keys(files), ["studio.ts", "Studio.tsx"]);
  const settings = { jsx: "react-jsx", module: "preserve", moduleResolution: "bundler", types: ["react"] };
  assert.deepEqual(checkFiles("studio", files, settings), []);
});

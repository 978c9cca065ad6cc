// Every TypeScript block of the README compiles as it stands, with what its surroundings would have: see the prelude.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkFiles } from "./tsc.mjs";

/** What a block may use without saying where it comes from, unless it says so itself. */
const prelude = {
  init: 'import init from "reroom";',
  ReRoom: 'import { ReRoom } from "reroom";',
  ReRoomError: 'import { ReRoomError } from "reroom";',
  client: 'declare const client: import("reroom").ReRoom;',
  photo: "declare const photo: File;",
  mask: "declare const mask: string;",
  canvas: "declare const canvas: HTMLCanvasElement;",
  isSignedIn: "declare function isSignedIn(request: Request): Promise<boolean>;",
};

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], index) => {
  const line = readme.slice(0, readme.indexOf(code)).split("\n").length;
  const declares = (name) => new RegExp(`^(?:import .*|const |declare const )\\b${name}\\b`, "m").test(code);
  const uses = (name) => new RegExp(`\\b${name}\\b`).test(code);
  const given = Object.keys(prelude).filter((name) => uses(name) && !declares(name));
  return [`block${index + 1}-line${line}.ts`, [...given.map((name) => prelude[name]), code, "export {};\n"].join("\n")];
});

/** The names in the first column of the table under a heading, as a union of literals. */
const listed = (heading) => {
  const table = readme.slice(readme.indexOf(`| ${heading} |`)).split("\n\n")[0];
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
same<keyof ReRoomOptions, ${listed("option")}>(true);
`;

test("the README's TypeScript compiles, and its tables name every error and every option", () => {
  assert.ok(blocks.length >= 10, "the blocks are found");
  const settings = { types: ["node"], exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false };
  assert.deepEqual(checkFiles("readme", { ...Object.fromEntries(blocks), "tables.ts": tables }, settings), []);
});

test("the README links to what is there", () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#|docs\/images\/)([^)#]+)/g)].map(([, path]) => path);
  for (const path of links) assert.ok(readFileSync(new URL(`../../${path}`, import.meta.url)), path);
});

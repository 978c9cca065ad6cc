// The declarations compile in projects with `skipLibCheck: false`, for each compiler, with and without `dom`, and with each
// kind of module resolution.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const lockPath = fileURLToPath(new URL("compilers/package-lock.json", import.meta.url));
const lock = readFileSync(lockPath);
const cache = join(root, ".cache", `compilers-${createHash("sha256").update(lock).digest("hex").slice(0, 16)}`);
const folder = join(root, "tests", "artifacts", "types", "projects");

/** Code for every project. With `exactOptionalPropertyTypes`, `undefined` differs from an absent property. */
const everywhere = `
import init, { ReRoom, encodeMask, type MaskEditor } from "reroom";
import load from "reroom/inline";
import { createSandbox } from "reroom/sandbox";
import { createGateway } from "reroom/gateway";
export async function render(signal: AbortSignal | undefined, baseUrl: string | undefined) {
  await init("https://static.example/reroom_bg.wasm");
  await load();
  const fetch = await createSandbox({ seed: undefined, speeds: undefined });
  const client = new ReRoom({ baseUrl, fetch, storage: undefined, apiKey: "sandbox" });
  const params = { tool: "empty-room" } as const;
  const { outputs } = await client.run(new Uint8Array(3), params, { signal, onProgress: undefined, prepare: undefined });
  return outputs;
}
export const gateway = (upstream?: string) => createGateway({ apiKey: "key", authorize: () => true, upstream });
export const encode = (mask: MaskEditor) => encodeMask(mask, { width: undefined });
`;
const inNode = `${everywhere}
import { createSandboxListener } from "reroom/sandbox/node";
import { createGatewayListener } from "reroom/gateway/node";
export const listeners = [createSandboxListener, createGatewayListener];
`;
const inPage = `${everywhere}
import "reroom/element/define";
import { ReRoomStudio } from "reroom/element";
export const painted = encodeMask(document.createElement("canvas"));
export const studio: ReRoomStudio = document.createElement("reroom-studio");
// @ts-expect-error a string is not a mask
export const refused = encodeMask("mask");
`;
const using = `${inPage}
export function pending() {
  using client = new ReRoom();
  return client.pending();
}
`;

const [page, node] = [["es2022", "dom"], ["es2022"]];
const projects = {
  "a page, without Symbol.dispose": {
    text: inPage,
    lib: page,
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
  },
  "a page that uses `using`": {
    text: using,
    lib: [...page, "esnext.disposable"],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
  },
  "Node, without dom": { text: inNode, lib: node, types: ["node"], module: "nodenext", moduleResolution: "nodenext" },
  "Node with module node16": { text: inNode, lib: node, types: ["node"], module: "node16", moduleResolution: "node16" },
  "CommonJS, without dom": {
    text: inNode,
    lib: node,
    types: ["node"],
    module: "nodenext",
    moduleResolution: "nodenext",
    type: "commonjs",
    from: 5.8,
  },
  "CommonJS with moduleResolution node10": {
    text: inNode,
    lib: node,
    types: ["node"],
    module: "commonjs",
    moduleResolution: "node10",
    type: "commonjs",
    to: 6,
  },
};

const compilers = { 5.4: "typescript-5.4", 5.9: "typescript-5.9", "6.0": undefined, "7.0": "typescript-7.0" };
const compiler = (name) =>
  join(name ? join(cache, "node_modules", name) : join(root, "node_modules/typescript"), "bin/tsc");

const run = (command, args, options) =>
  new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ status: error ? (error.code ?? 1) : 0, text: `${stdout}${stderr}` }),
    );
  });

before(async () => {
  if (existsSync(compiler("typescript-7.0"))) return;
  mkdirSync(cache, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) cpSync(join(lockPath, "..", name), join(cache, name));
  const { status, text } = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: cache,
  });
  assert.equal(status, 0, text);
});

/** The errors of a compiler in the package and in a project that uses it. */
async function complaints(version, name, { text, type = "module", ...settings }) {
  const app = join(folder, `${version} ${name}`.replaceAll(/\W+/g, "-"));
  rmSync(app, { recursive: true, force: true });
  mkdirSync(join(app, "node_modules"), { recursive: true });
  symlinkSync(root, join(app, "node_modules", "reroom"));
  const { lib, types, module, moduleResolution } = settings;
  const strictness = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = {
    target: "es2022",
    lib,
    types,
    module,
    moduleResolution,
    ...strictness,
    esModuleInterop: true,
  };
  // TypeScript 6 supports node10, but reports it as deprecated.
  if (version === "6.0" && moduleResolution === "node10") compilerOptions.ignoreDeprecations = "6.0";
  writeFileSync(join(app, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
  writeFileSync(join(app, "app.ts"), text);
  const { status, text: output } = await run(process.execPath, [
    compiler(compilers[version]),
    "--pretty",
    "false",
    "-p",
    app,
  ]);
  // Ignores errors in Node's own types, which no longer compile with TypeScript 5.4.
  const ours = output.split("\n").filter((line) => /^\S/.test(line) && !line.includes("node_modules/@types/"));
  return status === 0 ? "" : ours.join("\n");
}

for (const version of Object.keys(compilers))
  test(`TypeScript ${version} compiles every project with skipLibCheck: false`, async () => {
    for (const [name, { from = 0, to = 99, ...project }] of Object.entries(projects))
      if (Number(version) >= from && Number(version) <= to)
        assert.equal(await complaints(version, name, project), "", name);
  });

test("moduleResolution node10 finds every entry point with types", () => {
  const { exports, typesVersions } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const typed = Object.entries(exports).filter(([name, { types }]) => types && name !== ".");
  assert.deepEqual(typesVersions["*"], Object.fromEntries(typed.map(([name, { types }]) => [name.slice(2), [types]])));
});

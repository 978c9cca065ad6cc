// What Node prints for an error that a program does not catch: its message, its caller, and no page of minified code.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import init, { MaskEditor, ReRoom, ReRoomError } from "reroom";
import { createGateway } from "reroom/gateway";
import { createSandbox } from "reroom/sandbox";

const programs = {
  "in a call": `await new ReRoom({ apiKey: "key" }).run(new Uint8Array(9), { tool: "empty-rom" });`,
  "in a constructor": `new ReRoom({ apikey: "key" });`,
  "in imaging": `await prepareImage(new TextEncoder().encode("no photo at all"));`,
};

for (const [name, program] of Object.entries(programs))
  test(`an uncaught error ${name} prints its name and its message, and only short lines`, async () => {
    const script = `import init, { prepareImage, ReRoom } from "reroom"; await init(); ${program}`;
    const printed = await new Promise((resolve) => {
      const options = { cwd: import.meta.dirname };
      execFile(process.execPath, ["--input-type=module", "--eval", script], options, (error, _, text) => resolve(text));
    });
    assert.match(printed, /^ReRoomError: \S.*[.?]$/m);
    assert.match(printed, /issues: \[/);
    for (const line of printed.split("\n")) assert.ok(line.length <= 1000, `a line has ${line.length} characters`);
  });

test("what the package creates is printed with its name", async () => {
  await init();
  const sandbox = await createSandbox();
  const client = new ReRoom({ fetch: sandbox, apiKey: "key-that-is-printed-nowhere" });
  const printed = {
    ReRoom: [client, /^ReRoom \{/],
    MaskEditor: [await MaskEditor.create({ width: 8, height: 8 }), /^MaskEditor \{/],
    classes: [[ReRoom, MaskEditor, ReRoomError], /class ReRoom [^]*class MaskEditor[^]*class ReRoomError /],
    sandbox: [sandbox, /^\[AsyncFunction: sandbox\]/],
    gateway: [
      createGateway({ apiKey: "key-that-is-printed-nowhere", authorize: () => true }),
      /^\[Function: gateway\]/,
    ],
    error: [
      new ReRoomError("network", "gone"),
      /^ReRoomError: gone\n[^{]*\{\n? *code: 'network',\s+retryable: false,\s+issues: \[\]\s+\}$/,
    ],
  };
  for (const [name, [value, expected]] of Object.entries(printed)) {
    assert.match(inspect(value), expected, name);
    assert.doesNotMatch(inspect(value, { depth: 10, showHidden: true }), /printed-nowhere/, name);
  }
});

const photo = fileURLToPath(new URL("../../../www/public/samples/living-room-empty.jpg", import.meta.url));
const program = `
  import { readFile } from "node:fs/promises";
  import init, { encodeMask, MaskEditor, prepareImage, ReRoom } from "reroom";
  await init();
  const editor = await MaskEditor.create({ width: 8, height: 8 });
  const { select } = editor;
  const prepared = await prepareImage(await readFile(${JSON.stringify(photo)}));
  const { run, runAll, upload } = new ReRoom({ apiKey: "key", maxRetries: 0, fetch: () => Promise.reject(new Error()) });
  async function stageRoom(call) {
    await call();
  }
  const calls = [() => run(new Blob(), {}), () => upload(new Blob()), () => runAll(), () => MaskEditor.create("a.jpg"),
    () => prepareImage("a.jpg"), () => prepared.restore(5), () => encodeMask(editor), () => encodeMask(),
    () => select({ box: { x: 0, y: 0, width: 4, height: 4 } }), () => editor.refine(), () => editor.snap(),
    () => editor.add(5), () => editor.load("a.png")];
  for (const call of calls) await stageRoom(call).catch((error) => console.log(error.stack.split("\\n").slice(0, 2).join()));
`;

test("the stack of an error begins with the function that waited for the call", () => {
  const args = ["--input-type=module", "--eval", program];
  const printed = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" });
  const lines = printed.trim().split("\n");
  assert.equal(lines.length, 13);
  for (const line of lines) assert.match(line, /^ReRoomError: .*, +at async stageRoom /);
});

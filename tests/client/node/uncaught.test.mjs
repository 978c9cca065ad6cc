// What Node prints for an error that a program does not catch: its message, its caller, and no page of minified code.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { test } from "node:test";

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

const program = `
  import init, { MaskEditor, ReRoom } from "reroom";
  await init();
  const { run, runAll, upload } = new ReRoom({ apiKey: "key", maxRetries: 0, fetch: () => Promise.reject(new Error()) });
  async function stageRoom(call) {
    await call();
  }
  const calls = [() => run(new Blob(), {}), () => upload(new Blob()), () => runAll(), () => MaskEditor.create("a.jpg")];
  for (const call of calls) await stageRoom(call).catch((error) => console.log(error.stack.split("\\n").slice(0, 2).join()));
`;

test("the stack of an error begins with the function that waited for the call", () => {
  const args = ["--input-type=module", "--eval", program];
  const printed = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" });
  const lines = printed.trim().split("\n");
  assert.equal(lines.length, 4);
  for (const line of lines) assert.match(line, /^ReRoomError: .*, +at async stageRoom /);
});

// The examples of the service's own document, curl and Python, against `npx reroom sandbox`: unchanged but for the address,
// the key and the names.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, extname } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { halfMask } from "../photos/mask.mjs";
import { run, startSandbox } from "./command.mjs";

const folder = new URL("examples/", import.meta.url);
const photo = fileURLToPath(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
const document =
  process.env.REROOM_DOCUMENT ??
  fileURLToPath(new URL("../../../shared/spec/reroom-enterprise-api.txt", import.meta.url));
const { CURL, PYTHON, CI } = process.env;

const read = (name) => readFileSync(new URL(name, folder), "utf8");
const files = readdirSync(folder).sort();

/** In the order of the document. */
const names = ["upload", "exterior", "sketch", "empty-room", "staging", "edit", "upscale", "look-up", "account"];

let sandbox, fileName, renderId;
before(async () => {
  sandbox = await startSandbox("--instant");
  const headers = { authorization: "Bearer sandbox", "content-type": "image/jpeg" };
  const send = async (path, body, type = headers["content-type"]) => {
    const init = { method: "POST", headers: { ...headers, "content-type": type }, body };
    return (await fetch(`${sandbox.origin}/api/enterprise/${path}`, init)).json();
  };
  ({ fileName } = await send("upload", readFileSync(photo)));
  const order = JSON.stringify({ file_name: fileName, creativity: "balanced" });
  renderId = (await send("render", order, "application/json")).data.render_id;
});
after(() => sandbox.stop());

/** An example with what stands in it for something else. */
const filledIn = (text) =>
  text
    .replaceAll("https://reroom.ai", sandbox.origin)
    .replaceAll("<your_enterprise_api_key>", "sandbox")
    .replaceAll("path/to/your/image.jpg", photo)
    .replaceAll("<your_file_name>", fileName)
    .replaceAll("<your_render_id>", renderId)
    .replaceAll("<base64-encoded-mask-data>", halfMask(1800, 1200));

/** What a curl example prints is JSON with these fields. */
function assertAnswered(name, printed) {
  const answer = JSON.parse(printed);
  if (name === "upload") assert.match(answer.fileName, /^[\da-f-]{36}\.jpg$/);
  else if (name === "look-up") assert.deepEqual([answer._id, answer.status], [renderId, "completed"]);
  else if (name === "account") assert.equal(answer.credits, -1);
  else assert.match(answer.data.render_id, /^[\da-f]{24}$/);
}

/** What a Python example prints where all went well. */
const printedBy = {
  upload: /^Upload successful\. File name: [\da-f-]{36}\.jpg$/m,
  "look-up": /^Render status: completed\nOutput URLs: \['http/m,
  account: /^Account status: Active\nAvailable credits: Unlimited$/m,
};

const skipCurl = !CURL && !CI && "`npm test -- contract` names curl, if it is installed.";
const skipPython = !PYTHON && !CI && "`npm test -- contract` names a Python with requests, if there is a Python.";

for (const name of names) {
  test(`the document's curl example of ${name} is answered`, { skip: skipCurl }, async () => {
    const { code, printed } = await run("bash", ["-c", filledIn(read(`${name}.sh`)).replace("curl", "curl --silent")]);
    assert.equal(code, 0, printed);
    assertAnswered(name, printed);
  });

  test(`the document's Python example of ${name} is answered`, { skip: skipPython }, async () => {
    const { code, printed } = await run(PYTHON, ["-c", filledIn(read(`${name}.py`))]);
    assert.equal(code, 0, printed);
    assert.match(printed, printedBy[name] ?? /request submitted\. Render ID: [\da-f]{24}$/m);
  });
}

test("these are all examples of the document, as they stand there", { skip: !existsSync(document) }, () => {
  const known = files.map((name) => basename(name, extname(name)));
  assert.deepEqual([...new Set(known)].sort(), [...names].sort());
  const lines = readFileSync(document, "utf8").split("\n");
  const starting = (text) => lines.flatMap((line, index) => (line.startsWith(text) ? [index] : []));
  const [curl, python] = [starting("curl "), starting("import requests")];
  assert.deepEqual([curl.length, python.length], [names.length, names.length], "an example for each name");
  names.forEach((name, index) => {
    const end = lines.findIndex((line, at) => at > python[index] && /^ {4}print\(f".* failed: /.test(line));
    assert.equal(read(`${name}.sh`), `${lines.slice(curl[index], python[index]).join("\n").trimEnd()}\n`);
    assert.equal(read(`${name}.py`), `${lines.slice(python[index], end + 1).join("\n")}\n`);
  });
});

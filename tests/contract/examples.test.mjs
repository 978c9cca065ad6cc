// Runs the curl and Python examples from the API document against `npx reroom sandbox`. Only the URL, the key, and the file
// names are changed.
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

/** In the same order as in the API document. */
const names = ["upload", "exterior", "sketch", "empty-room", "staging", "edit", "upscale", "get-render", "account"];

let sandbox, fileName, renderId;
before(async () => {
  sandbox = await startSandbox("--instant");
  const headers = { authorization: "Bearer sandbox", "content-type": "image/jpeg" };
  const send = async (path, body, type = headers["content-type"]) => {
    const init = { method: "POST", headers: { ...headers, "content-type": type }, body };
    return (await fetch(`${sandbox.origin}/api/enterprise/${path}`, init)).json();
  };
  ({ fileName } = await send("upload", readFileSync(photo)));
  const request = JSON.stringify({ file_name: fileName, creativity: "balanced" });
  renderId = (await send("render", request, "application/json")).data.render_id;
});
after(() => sandbox.stop());

/** Replaces the placeholders in an example. */
const filledIn = (text) =>
  text
    .replaceAll("https://reroom.ai", sandbox.origin)
    .replaceAll("<your_enterprise_api_key>", "sandbox")
    .replaceAll("path/to/your/image.jpg", photo)
    .replaceAll("<your_file_name>", fileName)
    .replaceAll("<your_render_id>", renderId)
    .replaceAll("<base64-encoded-mask-data>", halfMask(1800, 1200));

/** Asserts that a curl example printed the expected JSON. */
function assertResponse(name, printed) {
  const response = JSON.parse(printed);
  if (name === "upload") assert.match(response.fileName, /^[\da-f-]{36}\.jpg$/);
  else if (name === "get-render") assert.deepEqual([response._id, response.status], [renderId, "completed"]);
  else if (name === "account") assert.equal(response.credits, -1);
  else assert.match(response.data.render_id, /^[\da-f]{24}$/);
}

/** The output of a Python example that succeeds. */
const printedBy = {
  upload: /^Upload successful\. File name: [\da-f-]{36}\.jpg$/m,
  "get-render": /^Render status: completed\nOutput URLs: \['http/m,
  account: /^Account status: Active\nAvailable credits: Unlimited$/m,
};

const skipCurl = !CURL && !CI && "curl is not installed";
const skipPython = !PYTHON && !CI && "Python with the requests package is not installed";

for (const name of names) {
  test(`the curl example of ${name} succeeds`, { skip: skipCurl }, async () => {
    const { code, printed } = await run("bash", ["-c", filledIn(read(`${name}.sh`)).replace("curl", "curl --silent")]);
    assert.equal(code, 0, printed);
    assertResponse(name, printed);
  });

  test(`the Python example of ${name} succeeds`, { skip: skipPython }, async () => {
    const { code, printed } = await run(PYTHON, ["-c", filledIn(read(`${name}.py`))]);
    assert.equal(code, 0, printed);
    assert.match(printed, printedBy[name] ?? /request submitted\. Render ID: [\da-f]{24}$/m);
  });
}

test("the examples are complete and unchanged", { skip: !existsSync(document) }, () => {
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

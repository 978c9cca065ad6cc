// Photos of cameras and programs through `inspectImage` and `prepareImage`, compared with each engine's decoder.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { kinds } from "../photos/kinds.mjs";
import { engines, missing, open } from "./driver.mjs";
import { looked } from "./photo-page.mjs";
import { serve } from "./server.mjs";

const folder = process.env.REROOM_CORPORA ?? fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
const cameras = join(folder, "cameras");
const names = existsSync(cameras) ? readdirSync(cameras).filter((name) => /\.(jpe?g|png)$/.test(name)) : [];
const damage = new Set(["corrupt", "truncated", "unsupported_format"]);
let made;
let site;

before(async () => {
  made = await kinds();
  site = await serve([...made.map(({ bytes }) => bytes), ...names.map((name) => readFileSync(join(cameras, name)))]);
});
after(() => site.close());

/** Asserts what holds for every result. */
function isClean({ result }, name) {
  const { size, bitmap, shown, metadata, again, difference = 0 } = result;
  assert.ok(again.ok, `${name}: ${JSON.stringify(again.issues)}`);
  assert.deepEqual([bitmap, shown], [size, size], `${name}: decodable`);
  assert.deepEqual([again.width, again.height, again.orientation, again.credentials], [...size, 1, undefined], name);
  assert.deepEqual(metadata, [], `${name}: metadata`);
  assert.ok(difference < 4, `${name}: its pixels differ by ${difference}`);
}

function madeIsRight(found, file) {
  const { name, changes, issue, kept, size, turn, credentials, decoderDecides } = file;
  const label = `${name}: ${JSON.stringify(found.refused ?? found.report.issues)}`;
  if (issue || (decoderDecides && !found.own)) {
    assert.deepEqual([found.name, found.refused], ["ReRoomError", [issue ?? "corrupt"]], label);
    return;
  }
  assert.ok(found.result, label);
  isClean(found, name);
  assert.equal(found.result.changes, changes, name);
  assert.deepEqual([found.report.width, found.report.height], size, name);
  assert.deepEqual([found.report.orientation, found.report.credentials], [turn ?? 1, credentials], name);
  const unchanged = found.report.issues.filter(({ code }) => damage.has(code));
  assert.ok(unchanged.length === 0 || name.includes("no end marker"), label);
  if (kept) assert.equal(found.result.digest, createHash("sha256").update(kept).digest("hex"), `${name}: its bytes`);
}

/** Prints the results of the corpora. */
const row = (name, engine, { report, own, refused, result }) =>
  `| ${name} | ${engine} | ${own?.join("×") ?? "not decoded"} | ${report.orientation} | ${report.bytesRead} | ${refused ? `refused: ${refused}` : result.changes || "unchanged"} |`;

for (const engine of engines)
  test(`${engine}: prepareImage makes the expected changes to every kind of photo, and each result decodes`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    const wrong = [];
    const collect = async (name, check) => check().catch((error) => wrong.push(`${name}: ${error.message}`));
    for (const [index, file] of made.entries())
      await collect(file.name, async () => madeIsRight(await browser.evaluate(`${site.address}`, looked, index), file));
    if (names.length > 0)
      console.log(`\n| file | engine | decoded at | orientation | bytes read | prepared |\n|---|---|--:|--:|--:|---|`);
    for (const [index, name] of names.entries())
      await collect(name, async () => {
        const found = await browser.evaluate(`${site.address}`, looked, made.length + index);
        console.log(row(name, engine, found));
        if (found.result) isClean(found, name);
        else if (found.own) assert.ok(!found.refused.includes("unsupported_format"), `${name}: ${found.refused}`);
      });
    assert.deepEqual(wrong, []);
  });

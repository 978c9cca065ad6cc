// Content Credentials (C2PA) of signed photos that are marked or exported, verified with the official reader.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import exifr from "exifr";
import { exportPair, markAsAltered } from "reroom/element";
import sharp from "sharp";
import { browser } from "./browser.mjs";
import { openElements } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { TYPE } from "./photo-files.mjs";

const { C2PA_PYTHON, CI } = process.env;
const skip =
  !C2PA_PYTHON && !CI && "`npm test -- e2e` installs c2pa-python, where there is a Python to install it with.";

const script = fileURLToPath(new URL("c2pa/credentials.py", import.meta.url));
const camera = new URL("../../../shared/corpora/cameras/c2pa-signed.jpg", import.meta.url);
const valid = { state: "Valid", failures: [] };

let folder;

/** Sends commands to the Python script. Resolves to the credentials that it read. */
async function run(commands) {
  assert.ok(C2PA_PYTHON, "CI needs Python 3.10 or later, for c2pa-python");
  const child = spawn(C2PA_PYTHON, [script, folder], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(commands));
  let printed = "";
  for await (const text of child.stdout.setEncoding("utf8")) printed += text;
  return JSON.parse(printed);
}

const bytesOf = async (blob) => Buffer.from(await blob.arrayBuffer());
const inFolder = (name) => readFile(join(folder, name));

/** Reads the Content Credentials of a file. */
async function credentialsOf(bytes, extension = "jpg") {
  await writeFile(join(folder, `result.${extension}`), bytes);
  const [found] = await run([{ read: `result.${extension}` }]);
  return found;
}

describe("Content Credentials", { skip }, () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "reroom-"));
    const sample = await readFile(new URL("../../www/public/samples/bedroom-staged.jpg", import.meta.url));
    const small = sharp(sample).resize(768, 512);
    await Promise.all([
      writeFile(join(folder, "plain.jpg"), sample),
      small.clone().png().toFile(join(folder, "plain.png")),
      ...["webp", "gif", "avif"].map((kind) =>
        small
          .clone()
          .toFormat(kind)
          .toFile(join(folder, `plain.${kind}`)),
      ),
    ]);
    await run([
      ...["jpg", "png", "webp", "gif", "avif"].map((kind) => ({ sign: `plain.${kind}`, to: `signed.${kind}` })),
      { sign: "plain.jpg", to: "elsewhere.jpg", remote: "https://example.com/plain.c2pa" },
      { sign: "plain.png", to: "elsewhere.png", remote: "https://example.com/plain.c2pa" },
      { sign: "plain.webp", to: "elsewhere.webp", remote: "https://example.com/plain.c2pa" },
    ]);
  });
  after(() => rm(folder, { recursive: true }));

  test("are valid in the test photos, and invalid after changing any byte", async () => {
    const read = await run(["plain.jpg", "signed.jpg", "signed.png", "signed.webp"].map((name) => ({ read: name })));
    assert.deepEqual(read, [null, valid, valid, valid]);
    const signed = await inFolder("signed.jpg");
    const changed = await credentialsOf(
      Buffer.concat([signed.subarray(0, -2), Buffer.from("more"), signed.subarray(-2)]),
    );
    assert.deepEqual(changed, { state: "Invalid", failures: ["assertion.dataHash.mismatch"] });
  });

  for (const kind of ["jpg", "png"]) {
    test(`of a signed ${kind} are removed by marking, and the result reports it`, async () => {
      const { blob, ...done } = await markAsAltered(new Blob([await inFolder(`signed.${kind}`)]));
      const bytes = await bytesOf(blob);
      assert.deepEqual(done, { marked: true, credentials: "removed" });
      assert.equal(await credentialsOf(bytes, kind), null);
      assert.equal((await exifr.parse(bytes, { xmp: true })).DigitalSourceType, TYPE);
      const [after, before] = await Promise.all(
        [bytes, inFolder(`plain.${kind}`)].map(async (file) =>
          sharp(await file)
            .raw()
            .toBuffer(),
        ),
      );
      assert.deepEqual(after, before);
    });

    test(`of a signed ${kind} stay valid with credentials: "keep", and the photo is not marked`, async () => {
      const signed = await inFolder(`signed.${kind}`);
      const { blob, ...done } = await markAsAltered(new Blob([signed]), { credentials: "keep" });
      assert.deepEqual(done, { marked: false, credentials: "kept" });
      assert.deepEqual(await bytesOf(blob), signed);
      assert.deepEqual(await credentialsOf(await bytesOf(blob), kind), valid);
    });

    test(`of a ${kind} at a URL: marking removes the link, credentials: "keep" keeps it`, async () => {
      const elsewhere = await inFolder(`elsewhere.${kind}`);
      assert.equal((await credentialsOf(elsewhere, kind)).state, "elsewhere");
      const removed = await markAsAltered(new Blob([elsewhere]));
      assert.equal(removed.credentials, "removed");
      assert.equal(await credentialsOf(await bytesOf(removed.blob), kind), null);
      const kept = await markAsAltered(new Blob([elsewhere]), { credentials: "keep" });
      assert.equal(kept.credentials, "kept");
      assert.deepEqual(await bytesOf(kept.blob), elsewhere);
    });
  }

  test("of an exported photo are created by the guide's recipe, with those of its source as an ingredient", async () => {
    const guide = await readFile(new URL("../../docs/guides/disclosure.md", import.meta.url), "utf8");
    const [, recipe] = /^```python\n(.*?)^```/ms.exec(guide);
    await writeFile(join(folder, "recipe.py"), recipe);
    const signed = new Blob([await inFolder("signed.jpg")], { type: "image/jpeg" });
    const edit = async (photo, manifest, source) => {
      await writeFile(join(folder, "marked.jpg"), await bytesOf(photo));
      await writeFile(join(folder, "source.jpg"), await bytesOf(source));
      await run([{ edit: "marked.jpg", source: "source.jpg", manifest, to: "edited.jpg" }]);
      return new Blob([await inFolder("edited.jpg")], { type: "image/jpeg" });
    };
    const { altered, credentials } = await exportPair({ original: signed, altered: signed, sign: edit });
    assert.equal(credentials, "removed", "the marked file has no credentials before it is signed again");
    const bytes = await bytesOf(altered);
    const found = await credentialsOf(bytes);
    assert.deepEqual(found, {
      ...valid,
      actions: [
        ["c2pa.opened", null],
        ["c2pa.edited", TYPE],
      ],
      ingredients: [["parentOf", true]],
    });
    assert.equal((await exifr.parse(bytes, { xmp: true })).DigitalSourceType, TYPE);
  });

  test("of a photo signed by another program are removed or kept", async (context) => {
    const photo = await readFile(camera).catch(() => undefined);
    if (!photo) return context.skip("the photo is not beside the repository");
    const found = await credentialsOf(photo);
    assert.notEqual(found, null);
    const removed = await markAsAltered(new Blob([photo]));
    assert.equal(removed.credentials, "removed");
    assert.equal(await credentialsOf(await bytesOf(removed.blob)), null);
    const kept = await markAsAltered(new Blob([photo]), { credentials: "keep" });
    assert.deepEqual(await credentialsOf(await bytesOf(kept.blob)), found);
  });

  describe("in a page", () => {
    let page;
    before(async () => {
      const names = ["signed.jpg", "signed.png", "signed.webp", "signed.gif", "signed.avif", "elsewhere.jpg"];
      for (const name of [...names, "elsewhere.webp"]) elements.files.set(`/${name}`, await inFolder(name));
      ({ page } = await openElements(browser, elements.show({ body: "<p></p>" })));
      await page.waitForFunction(() => globalThis.element);
    });

    /** Exports a pair. Returns the result and the bytes of both files. */
    async function exported(options) {
      const { original, altered, ...done } = await page.evaluate(async (options) => {
        const pair = await globalThis.element.exportPair(options);
        const told = async (file) => {
          let text = "";
          for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
          return { name: file.name, base64: btoa(text) };
        };
        return { ...pair, original: await told(pair.original), altered: await told(pair.altered) };
      }, options);
      const [before, result] = [original, altered].map(({ name, base64 }) => ({
        name,
        bytes: Buffer.from(base64, "base64"),
      }));
      return { original: before, altered: result, done };
    }

    for (const kind of ["jpg", "png"])
      test(`of the original ${kind} in a pair stay valid, those of the altered photo are removed`, async () => {
        const { original, altered, done } = await exported({ original: `/signed.${kind}`, altered: `/signed.${kind}` });
        assert.deepEqual(done, { marked: true, labeled: false, credentials: "removed" });
        assert.deepEqual(original.bytes, await inFolder(`signed.${kind}`));
        assert.deepEqual(await credentialsOf(original.bytes, kind), valid);
        assert.equal(await credentialsOf(altered.bytes, kind), null);
        assert.equal((await exifr.parse(altered.bytes, { xmp: true })).DigitalSourceType, TYPE);
      });

    test("are removed if the photo is labeled or converted", async () => {
      for (const [altered, label] of [
        ["/signed.jpg", "Virtually staged"],
        ["/signed.png", "Virtually staged"],
        ["/elsewhere.jpg", "Virtually staged"],
        ["/signed.webp", ""],
        ["/signed.gif", ""],
        ["/signed.avif", ""],
        ["/elsewhere.webp", ""],
        ["/signed.webp", "Virtually staged"],
      ]) {
        const pair = await exported({ original: "/signed.jpg", altered, label });
        assert.deepEqual(pair.done, { marked: true, labeled: label !== "", credentials: "removed" }, altered);
        const kind = pair.altered.name.split(".").at(-1);
        assert.equal(kind, altered.endsWith("png") ? "png" : "jpg");
        assert.equal(await credentialsOf(pair.altered.bytes, kind), null);
        assert.equal((await exifr.parse(pair.altered.bytes, { xmp: true })).DigitalSourceType, TYPE);
      }
    });

    test("are reported by inspectImage() and removed by prepareImage(), which lists the change", async () => {
      for (const name of ["signed.jpg", "signed.png", "signed.webp"]) {
        const { base64, found, changes } = await page.evaluate(async (name) => {
          await globalThis.init();
          const photo = await (await fetch(`/${name}`)).blob();
          const { credentials: found } = await globalThis.client.inspectImage(photo);
          const { blob, changes } = await globalThis.client.prepareImage(photo);
          let text = "";
          for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
          return { base64: btoa(text), found, changes };
        }, name);
        const bytes = Buffer.from(base64, "base64");
        // Credentials are only looked for in files that meet the service's requirements.
        if (name !== "signed.webp") {
          assert.equal(found, "c2pa", name);
          assert.ok(changes.includes("credentials-removed"), `${name}: ${changes}`);
        }
        assert.equal(await credentialsOf(bytes, bytes[0] === 0x89 ? "png" : "jpg"), null, name);
      }
    });

    test('credentials: "keep" exports a signed photo unchanged: not marked, labeled or converted', async () => {
      for (const altered of ["/signed.jpg", "/signed.png", "/signed.webp"])
        for (const label of [false, true]) {
          const options = { original: "/signed.jpg", altered, label, credentials: "keep", name: "bedroom" };
          const pair = await exported(options);
          assert.deepEqual(pair.done, { marked: false, labeled: false, credentials: "kept" });
          const name = altered.slice(1);
          assert.equal(pair.altered.name, `bedroom-2-altered.${name.split(".")[1]}`);
          assert.deepEqual(pair.altered.bytes, await inFolder(name));
          assert.deepEqual(await credentialsOf(pair.altered.bytes, name.split(".")[1]), valid);
        }
    });
  });
});

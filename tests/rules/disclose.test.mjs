// disclosureFor(): the files, texts, and order that a market requires.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { disclosureFor, drawQrCode, listRules } from "reroom/rules";
import { loadTexts } from "reroom/element";
import decodeQR from "qr/decode.js";
import sharp from "sharp";
import { at, createRule, dusk, emptied, floor, marketOf, staged, upscaled } from "./support.mjs";

const on = new Date("2026-11-28");
const original = "https://example.com/original/42";
const disclose = (renders, market, options = {}) => disclosureFor(renders, market, { on, original, ...options });
const ruleOf = (id) => listRules().find((rule) => rule.id === id);

describe("in California, a disclosure", () => {
  test("contains the link to the original, on or next to the image", () => {
    const { required, caption, files, original, order } = disclose(staged, "us-ca");
    assert.equal(required, true);
    assert.equal(caption, "Virtually staged. The unaltered image can be accessed at https://example.com/original/42");
    assert.deepEqual(files, ["clean", "labeled"]);
    assert.equal(original.link, "required");
    assert.deepEqual(order, ["altered"], "the statute does not require the original among the photos");
  });

  test("shows that the link is missing if no URL was passed", () => {
    const { caption, original } = disclosureFor(staged, "us-ca", { on });
    assert.equal(caption, "Virtually staged");
    assert.deepEqual([original.link, original.url], ["required", undefined]);
  });

  test("has the link in the label on the image, and its URL for a QR code", () => {
    for (const market of ["us-ca", "us-ca-crmls", "us-ca-metrolist", "us-ca-bayeast", "us-ca-cdar", "us-ca-sfar"]) {
      const { imageLabel, imageLink } = disclose(staged, market);
      assert.match(imageLabel, /The unaltered image can be accessed at https:\/\/example\.com\/original\/42$/, market);
      assert.equal(imageLink, original, market);
    }
  });

  test("has no link in the label without a URL, for a market that forbids text or links on the image, or if none is required", () => {
    const links = [
      disclosureFor(staged, "us-ca", { on }),
      disclose(staged, "us-ca-sdmls"),
      disclose(staged, "us-ca us-az-armls"),
      disclose(staged, "us-or-rmls"),
      disclose(upscaled, "us-ca"),
    ];
    for (const { imageLabel, imageLink } of links) {
      assert.equal(imageLink, undefined);
      assert.doesNotMatch(imageLabel, /http/);
    }
    assert.match(links[2].caption, /https:/, "the caption still has it");
  });

  test("has the link in the text of each label whose rule requires it there", () => {
    const { labels } = disclose(staged, "us-ca-sdmls");
    assert.deepEqual(
      labels.map(({ place, text }) => [place, /https:/.test(text)]),
      [
        ["adjacent", true],
        ["mlsLabel", false],
        ["caption", true],
      ],
    );
  });

  test("of an upscaled photo is not required", () => {
    const { required, labels, files, caption } = disclose(upscaled, "us-ca");
    assert.deepEqual([required, labels, files, caption], [false, [], ["clean"], "Digitally enlarged"]);
  });

  test("at CRMLS is in the photo's description, with the original on either side", () => {
    const disclosure = disclose([emptied, staged], "us-ca-crmls");
    assert.match(at(disclosure, "caption").join(), /^Virtually staged/);
    assert.equal(disclosure.original.include, "required");
    assert.equal(disclosure.original.position, "beside");
    assert.deepEqual(disclosure.order, ["original", "altered"]);
  });

  test("at SDMLS is the MLS's label and never on the image", () => {
    const disclosure = disclose(dusk, "us-ca-sdmls");
    assert.deepEqual(at(disclosure, "mlsLabel"), ["Digitally Altered"]);
    assert.deepEqual(disclosure.files, ["clean"]);
    assert.match(disclosure.caption, /^Digitally altered: time of day\. The unaltered .*42$/);
  });

  test("at Bay East comes before the original and contains a word that the rule accepts", () => {
    const disclosure = disclose(staged, "us-ca-bayeast");
    assert.deepEqual(disclosure.order, ["altered", "original"]);
    assert.match(disclosure.caption, /altered/i);
  });

  test("at CDAR has its words, also on the labeled file", () => {
    const { caption, imageLabel } = disclose(staged, "us-ca-cdar");
    assert.match(caption, /^Digitally Altered\. Virtually staged\. The unaltered /);
    assert.match(imageLabel, /^Digitally Altered\. Virtually staged\. The unaltered .*42$/);
  });
});

describe("elsewhere, a disclosure", () => {
  test("at RMLS is only the labeled file, with the exact words", () => {
    const { files, imageLabel, labels, obligations } = disclose(staged, "us-or-rmls");
    assert.deepEqual([files, imageLabel], [["labeled"], "Virtually Staged"]);
    assert.match(labels[0].quote, /“Virtually Staged” watermark/);
    assert.match(obligations[0].text, /RMLSweb/);
  });

  test("at Stellar is never on the image, and the public remarks start with the rule's sentence", () => {
    const disclosure = disclose(staged, "us-fl-stellar");
    assert.deepEqual(disclosure.files, ["clean"]);
    assert.equal(disclosure.caption, "Virtually staged");
    assert.equal(disclosure.remarks.public, "One or more photo(s) was virtually staged.");
    assert.equal(disclosure.labels.find(({ place }) => place === "publicRemarks").first, true);
  });

  test("at Realtracs and MAAR is in their remarks", () => {
    assert.equal(disclose(staged, "us-tn-realtracs").remarks.media, "Virtually staged");
    assert.equal(disclose(staged, "us-tn-maar").remarks.agent, "Virtually staged");
    assert.match(disclose(emptied, "us-tn-maar").remarks.agent, /^Virtually staged\. Digitally altered: furniture/);
  });

  test("in the EU keeps the service's marks and sets the metadata, in the language of the texts", async () => {
    const { metadata, caption, required } = disclose(staged, "eu", { texts: await loadTexts("de") });
    assert.deepEqual(metadata, {
      digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
      keepMarks: true,
    });
    assert.deepEqual([required, caption], [true, "Virtuell möbliert"]);
    assert.equal(disclose(staged, "us-ca").metadata.keepMarks, false);
  });

  test("that is only recommended is not required", () => {
    const { required, labels, original } = disclose(staged, "us-mn-northstar");
    assert.deepEqual([required, labels[0].recommended, original.include], [false, true, "recommended"]);
  });

  test("without a rule that wants one suggests the statement, and repeats what general rules want", () => {
    const { required, caption, labels, obligations } = disclose(staged, "us-az-armls");
    assert.deepEqual([required, caption, labels], [false, "Virtually staged", []]);
    assert.match(obligations[0].text, /no website/);
  });

  test("includes labels for forbidden changes too", () => {
    const disclosure = disclose(floor, "us-ca-crmls");
    assert.equal(disclosure.check.verdict, "forbidden");
    assert.match(disclosure.caption, /^Digitally altered: surface materials/);
  });
});

describe("contradictions", () => {
  test("between a required and a forbidden watermark leave no file", () => {
    const { files, contradictions } = disclose(staged, "us-or-rmls us-fl-stellar");
    assert.deepEqual(files, []);
    const [{ about, sides, resolved }] = contradictions;
    assert.deepEqual(
      [about, resolved, sides.map(({ says }) => says)],
      ["onImage", undefined, ["required", "forbidden"]],
    );
  });

  test("between an allowed and a forbidden watermark are resolved", () => {
    const { files, contradictions } = disclose(staged, "us-ca-crmls us-ca-sdmls");
    assert.deepEqual(files, ["clean"]);
    assert.equal(contradictions.find(({ about }) => about === "onImage").resolved, "forbidden");
  });

  test("between positions exist only if both are exact", () => {
    const placed = (position) =>
      createRule({ changes: { addFurniture: { verdict: "disclose" } }, original: { include: "required", position } });
    const positions = (...sides) => disclose(staged, marketOf(...sides.map(placed)));
    assert.equal(positions("beside", "after").original.position, "after");
    const impossible = positions("before", "after");
    assert.equal(impossible.contradictions[0].about, "position");
    assert.equal(impossible.contradictions[0].resolved, undefined);
  });

  test("do not come from a required watermark for changes that were not made", () => {
    const market = marketOf(ruleOf("us-or-rmls-3.8"), ruleOf("us-fl-stellar-04.04"));
    assert.deepEqual(disclose(dusk, market).files, ["clean"]);
  });
});

test("a QR code contains the URL", async () => {
  const svg = await drawQrCode(original);
  const { data, info } = await sharp(Buffer.from(svg), { density: 600 })
    .flatten({ background: "white" })
    .resize(400, 400, { kernel: "nearest" })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.equal(decodeQR({ width: info.width, height: info.height, data }), original);
});

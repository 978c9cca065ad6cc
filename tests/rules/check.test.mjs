// checkRules() and markets: verdicts with their sources.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addMarket, checkRules, findMarket, listMarkets, listRules } from "reroom/rules";
import { createRule, dusk, emptied, floor, marketOf, placed, removed, staged, upscaled } from "./support.mjs";

const on = new Date("2026-11-28");
const check = (renders, market) => checkRules(renders, market, { on });
const verdict = (renders, market) => check(renders, market).verdict;
const isRangeError = { name: "RangeError" };

describe("a check", () => {
  test("returns the verdict of each change, with the rule, its quote, and its address", () => {
    const { changes, market } = check(floor, "us-ca-crmls");
    assert.equal(market.name, "California, CRMLS");
    const [{ kind, certain, verdict, findings }] = changes;
    assert.deepEqual([kind, certain, verdict], ["finishes", true, "forbidden"]);
    const finding = findings.find(({ verdict }) => verdict === "forbidden");
    assert.match(finding.quote, /^users CANNOT add, remove, or modify any real part/);
    assert.equal(finding.url, "https://kb.crmls.org/knowledgebase/digitally-altered-images-faqs");
    assert.equal(finding.rule.authority, "CRMLS");
    assert.equal(finding.rule.read, "2026-11-27");
  });

  test("returns each of the five verdicts", () => {
    assert.equal(verdict(floor, "us-ca-crmls"), "forbidden");
    assert.equal(verdict(dusk, "us-fl-stellar"), "conditional");
    assert.equal(verdict(staged, "us-ca"), "disclose");
    assert.equal(verdict(emptied, marketOf(listRules().find(({ id }) => id === "us-ca-sfar-ab723"))), "allowed");
    assert.equal(verdict(staged, "uk"), "unspecified");
  });

  test("quotes the sentence about that change, with its condition", () => {
    const [{ findings }] = check(dusk, "us-fl-stellar").changes;
    assert.match(findings[0].quote, /^Twilight photos are acceptable as long as/);
    assert.match(findings[0].condition, /No light is added/);
  });

  test("distinguishes named changes from those that only a general term includes", () => {
    const [{ findings }] = check(dusk, "us-ca").changes;
    assert.equal(findings[0].implied, true);
    assert.equal(check(staged, "us-ca").changes[0].findings[0].implied, false);
  });

  test("does not forbid what depends on the mask or prompt, but makes it conditional", () => {
    const { verdict, changes } = check(removed, "us-oh-mlsnow");
    assert.equal(verdict, "conditional");
    assert.equal(changes.find(({ kind }) => kind === "hideDefects").verdict, "forbidden");
  });

  test("uses the strictest rule of the market, and shows that others differ", () => {
    const { verdict, contradictions } = check(emptied, "us-ca-sfar");
    assert.equal(verdict, "disclose");
    const [{ about, sides, resolved }] = contradictions;
    assert.deepEqual([about, resolved], ["removeFurniture", "disclose"]);
    assert.deepEqual(
      sides.map(({ rule, says }) => [rule.id, says]),
      [
        ["us-ca-bpc-10140.8", "disclose"],
        ["us-ca-sfar-ab723", "allowed"],
      ],
    );
    assert.deepEqual(check(staged, "us-ca-sfar").contradictions, []);
  });

  test("cites the rules against misrepresentation even if no rule names the change", () => {
    const { changes, cautions } = check(staged, "uk");
    assert.deepEqual(changes[0].findings, []);
    assert.equal(cautions[0].quote, "must not materially mislead or be likely to do so");
  });

  test("covers several renders", () => assert.equal(verdict([staged, floor], "us-ca-crmls"), "forbidden"));

  test("treats people and animals differently where the text does", () => {
    const [person, dog] = ["standing-man", "dog"].map((name) => placed("creature", name));
    assert.deepEqual([verdict(person, "us-or-rmls"), verdict(dog, "us-or-rmls")], ["forbidden", "unspecified"]);
    assert.deepEqual([verdict(person, "us-oh-mlsnow"), verdict(dog, "us-oh-mlsnow")], ["forbidden", "forbidden"]);
  });

  test("does not apply a bill, nor a rule before or after it is in force", () => {
    const bill = check(staged, "us-ny");
    assert.deepEqual(
      bill.upcoming.map(({ rule }) => rule.id),
      ["us-ny-s9584"],
    );
    const rule = createRule({ changes: { addFurniture: { verdict: "forbidden" } }, inForce: { from: "2026-03" } });
    const onDay = (day, until) =>
      checkRules(staged, marketOf({ ...rule, inForce: { ...rule.inForce, until } }), { on: new Date(day) });
    assert.equal(onDay("2026-02-28").verdict, "unspecified");
    assert.equal(onDay("2026-02-28").upcoming[0].date, "2026-03");
    assert.equal(onDay("2026-03-01").verdict, "forbidden");
    assert.equal(onDay("2026-06-01", "2026-06-01").verdict, "unspecified");
  });

  test("names the day on which a rule changes, until that day", () => {
    const dates = (day) => checkRules(upscaled, "eu", { on: new Date(day) }).upcoming.map(({ date }) => date);
    assert.deepEqual(dates("2026-11-28"), ["2026-12-02"]);
    assert.deepEqual(dates("2026-12-02"), []);
  });
});

describe("a check of what is not a render", () => {
  for (const renders of [undefined, null, [], [null], [undefined, staged], "text", 42, {}, { params: null }])
    test(`${JSON.stringify(renders)} treats it as unknown`, () => {
      const { verdict, changes } = check(renders, "us-oh-mlsnow");
      assert.ok(changes.length > 10, String(changes.length));
      assert.equal(verdict, "conditional");
    });
});

describe("markets", () => {
  test("include the rules of the markets around them", () => {
    const ids = (market) => findMarket(market).rules.map(({ id }) => id);
    assert.deepEqual(ids("us-ca"), ["us-ca-bpc-10140.8"]);
    assert.deepEqual(ids("us-ca-crmls"), ["us-ca-bpc-10140.8", "us-ca-crmls-11.5.2"]);
    assert.deepEqual(ids("de-is24-gewerbe").slice(0, 2), ["eu-ai-act-50-2", "eu-ai-act-50-4"]);
  });

  test("can apply together", () => {
    const together = findMarket("us-ca-crmls  us-nar");
    assert.equal(together.id, "us-ca-crmls us-nar");
    assert.equal(together.name, "California, CRMLS + Members of the National Association of REALTORS");
    assert.deepEqual(findMarket(["us-ca-crmls", findMarket("us-nar")]), together);
    assert.equal(findMarket("us-ca us-ca-crmls").rules.length, 2, "a rule counts once");
  });

  test("can be added and replaced", () => {
    const rule = createRule({ changes: { addFurniture: { verdict: "forbidden" } } });
    const added = addMarket({ id: "xx-example", name: "Example", within: ["us-ca"], rules: [rule] });
    assert.equal(added.rules.length, 2);
    assert.equal(verdict(staged, "xx-example"), "forbidden");
    addMarket({ id: "xx-example", name: "Example", rules: [] });
    assert.equal(verdict(staged, "xx-example"), "unspecified");
    assert.ok(listMarkets().some(({ id }) => id === "xx-example"));
  });

  test("that do not exist, or contain themselves, are rejected", () => {
    assert.throws(() => check(staged, "us-xx"), { ...isRangeError, message: /no market us-xx\. Use/ });
    for (const market of ["", " ", undefined, null, []])
      assert.throws(() => check(staged, market), { ...isRangeError, message: /No market was given\. Pass/ });
    assert.throws(() => check(staged, "us-ca us-xx"), { ...isRangeError, message: /no market us-xx\./ });
    assert.throws(() => addMarket({ id: "xx-in", name: "In", within: ["us-xx"] }), isRangeError);
    assert.throws(() => findMarket("xx-in"), isRangeError, "a rejected market is not added");
    assert.throws(() => addMarket({ id: "xx-loop", name: "Loop", within: ["xx-loop"] }), isRangeError);
    assert.throws(() => findMarket("xx-loop"), isRangeError);
  });
});

// The data of the rules: every rule has its source, and the package contains every file.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { listMarkets, listRules } from "reroom/rules";
import { readMarkets, readRules } from "../../scripts/rules/read.mjs";
import { findErrors, findWarnings } from "../../scripts/rules/validate.mjs";
import { createRule } from "./support.mjs";

const markets = readMarkets().map(({ id }) => id);
const files = readRules();
const day = Date.parse("2026-11-28");
const errorsOf = (values) => findErrors(createRule(values), ["xx-example"]);

describe("the rules that come with the package", () => {
  test("have a quote, an address, a date, and valid values", (t) => {
    assert.deepEqual(
      files.flatMap(({ rule }) => findErrors(rule, markets)),
      [],
    );
    for (const warning of files.flatMap(({ rule }) => findWarnings(rule, Date.now()))) t.diagnostic(warning);
  });

  test("are one file each, with the id as its name", () => {
    assert.ok(files.length >= 30, String(files.length));
    for (const { name, rule } of files) assert.equal(name, `${rule.id}.json`);
  });

  test("are all in the package, unchanged", () => {
    assert.deepEqual(
      listRules(),
      files.map(({ rule }) => rule),
    );
  });

  test("mark what a text does not name but includes", () => {
    const statute = listRules().find(({ id }) => id === "us-ca-bpc-10140.8");
    assert.equal(statute.changes.season.implied, true);
    assert.equal(statute.changes.wallColor.implied, undefined);
  });

  test("belong to markets with names, and no market is empty", () => {
    for (const { id, name, rules } of listMarkets()) {
      assert.ok(rules.length > 0, id);
      assert.match(name, /^\p{Lu}/u);
    }
    assert.deepEqual(new Set(listRules().map(({ market }) => market)), new Set(markets));
  });
});

describe("the validation", () => {
  test("accepts a complete rule", () => assert.deepEqual(errorsOf(), []));

  for (const key of ["quotes", "url", "read", "authority", "section", "complete", "force"])
    test(`rejects a rule without ${key}`, () => {
      const rest = createRule();
      delete rest[key];
      assert.match(findErrors(rest, ["xx-example"]).join(), new RegExp(`required property '${key}'`));
    });

  test("rejects a quote of more than 60 words", () => {
    assert.deepEqual(errorsOf({ quotes: [Array(60).fill("word").join(" ")] }), []);
    assert.match(errorsOf({ quotes: [Array(61).fill("word").join(" ")] }).join(), /longer than 60 words/);
  });

  test("rejects an address that is not one, and a day that does not exist", () => {
    assert.match(errorsOf({ url: "a page" }).join(), /url/);
    assert.match(errorsOf({ read: "2026-02-30" }).join(), /not a day/);
  });

  test("rejects a change without its quote, a condition without words, and an unknown change", () => {
    assert.match(errorsOf({ changes: { sky: { verdict: "forbidden", quote: 1 } } }).join(), /no quote 1/);
    assert.match(errorsOf({ changes: { sky: { verdict: "conditional" } } }).join(), /condition/);
    assert.match(errorsOf({ changes: { ceiling: { verdict: "forbidden" } } }).join(), /additional properties/);
  });

  test("rejects a rule of an unknown market", () => assert.match(findErrors(createRule(), []).join(), /no market/));

  test("warns of a rule that was read more than a year ago", () => {
    const warningsOf = (read) => findWarnings(createRule({ read }), day);
    assert.deepEqual(warningsOf("2025-11-28"), []);
    assert.match(warningsOf("2025-11-27").join(), /more than a year ago/);
  });

  test("warns of a law that changes soon, or has changed since it was read", () => {
    const warningsOf = (date) => findWarnings(createRule({ changesOn: [{ date, what: "New words." }] }), day);
    assert.match(warningsOf("2026-12-02").join(), /changes on 2026-12-02: New words\./);
    assert.deepEqual(warningsOf("2027-12-02"), []);
    const later = findWarnings(
      createRule({ changesOn: [{ date: "2026-12-02", what: "New words." }] }),
      Date.parse("2027-06-01"),
    );
    assert.match(later.join(), /2026-12-02/);
  });
});

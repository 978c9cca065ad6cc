// What must be true of every market and every operation, alone and together.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRules, disclosureFor, findMarket, listMarkets } from "reroom/rules";
import { operations } from "../../scripts/rules/operations.mjs";

const on = new Date("2026-11-28");
const original = "https://example.com/original/42";
const ids = listMarkets().map(({ id }) => id);
const verdicts = ["forbidden", "conditional", "disclose", "allowed", "unspecified"];
const pairs = ids.flatMap((one, index) => ids.slice(index + 1).map((other) => `${one} ${other}`));

/** Each operation in each market. */
const forEach = (markets, look) => {
  for (const market of markets)
    for (const [name, params] of Object.entries(operations)) look(params, market, `${name} in ${market}`);
};

describe("in every market, every operation", () => {
  test("has a verdict, with a quote and an address for each finding", () => {
    forEach(ids, (params, market, where) => {
      const { verdict, changes, cautions } = checkRules(params, market, { on });
      assert.ok(verdicts.includes(verdict), where);
      assert.ok(changes.length > 0, where);
      for (const { findings } of changes)
        for (const { rule, quote, url, verdict, condition } of findings) {
          assert.ok(rule.quotes.includes(quote) && quote.length > 10, where);
          assert.match(url, /^https:\/\//, where);
          assert.match(rule.read, /^\d{4}-\d\d-\d\d$/, where);
          assert.equal(verdict === "conditional", condition !== undefined, where);
        }
      for (const { quote } of cautions) assert.notEqual(quote, "", where);
    });
  });

  test("has a disclosure with complete texts", () => {
    forEach(ids, (params, market, where) => {
      const { caption, imageLabel, statement, remarks, labels, obligations } = disclosureFor(params, market, {
        on,
        original,
      });
      for (const text of [caption, imageLabel, statement, ...labels.map((label) => label.text)])
        assert.match(text, /^\p{Lu}[^{}]+$/u, where);
      for (const text of [caption, imageLabel, ...Object.values(remarks)])
        assert.doesNotMatch(text, /undefined|\.\.| {2}|\.$(?<!staged\.)/, where);
      for (const { text } of obligations) assert.match(text, /\."?$/, where);
    });
  });

  test("has no label on the image where it is forbidden, and only there", () => {
    forEach(ids, (params, market, where) => {
      const { files, imageLink, rules, labels } = disclosureFor(params, market, { on, original });
      const says = (value) => rules.some(({ onImage }) => onImage?.value === value);
      assert.ok(files.length > 0, where);
      assert.equal(files.includes("labeled"), labels.length > 0 && !says("forbidden"), where);
      if (imageLink) assert.ok(files.includes("labeled"), where);
    });
  });

  test("has the altered photo once in the order, and the original if it is required", () => {
    forEach(ids, (params, market, where) => {
      const { order, original } = disclosureFor(params, market, { on });
      assert.equal(order.filter((kind) => kind === "altered").length, 1, where);
      if (original.include === "required") assert.ok(order.includes("original"), where);
      if (original.position === "after") assert.deepEqual(order, ["altered", "original"], where);
    });
  });
});

describe("two markets together", () => {
  test("are as strict as the stricter one, for every pair and operation", () => {
    forEach(pairs, (params, market, where) => {
      const parts = market.split(" ").map((id) => verdicts.indexOf(checkRules(params, id, { on }).verdict));
      assert.equal(checkRules(params, market, { on }).verdict, verdicts[Math.min(...parts)], where);
    });
  });

  test("have no file only if one requires the label on the image and the other forbids it", () => {
    forEach(pairs, (params, market, where) => {
      const { files, contradictions, rules, labels } = disclosureFor(params, market, { on, original });
      const required = labels.some(({ rule }) => rule.onImage?.value === "required");
      const forbidden = rules.some(({ onImage }) => onImage?.value === "forbidden");
      assert.equal(files.length === 0, required && forbidden, where);
      const open = contradictions.filter(({ about, resolved }) => about === "onImage" && resolved === undefined);
      assert.equal(open.length, files.length === 0 ? 1 : 0, where);
      if (forbidden) assert.ok(!files.includes("labeled"), where);
    });
  });

  test("have the rules of both, once", () => {
    for (const pair of pairs) {
      const rules = pair.split(" ").flatMap((id) => findMarket(id).rules);
      assert.deepEqual(new Set(findMarket(pair).rules), new Set(rules), pair);
      assert.equal(findMarket(pair).rules.length, new Set(rules).size, pair);
    }
  });
});

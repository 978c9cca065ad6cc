// The data of the rules against a survey of the rules, which was recorded independently.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkRules, listRules } from "reroom/rules";
import { compareWith, compareWithSurvey, verdicts } from "../../scripts/rules.mjs";
import { compareSurvey, describeComparison, summarize } from "../../scripts/rules/survey-comparison.mjs";
import { readSurvey } from "../../scripts/rules/survey.mjs";

const path = fileURLToPath(new URL("survey.json", import.meta.url));
const text = await readFile(path, "utf8");
const survey = readSurvey(text);
const differences = (cells) => cells.filter(({ equal }) => !equal);
const unexplained = (cells) => differences(cells).filter(({ why }) => why === undefined);

/** The comparison with other data for one rule. */
const compareChanged = (id, changes) => {
  const rules = listRules().map((rule) =>
    rule.id === id ? { ...rule, changes: { ...rule.changes, ...changes } } : rule,
  );
  return compareSurvey(survey, rules, (rule, params) => checkRules(params, { id, name: id, rules: [rule] }).verdict);
};

describe("the survey", () => {
  test("covers every rule of its day, with 16 kinds of change and 12 operations each", async () => {
    const cells = await compareWithSurvey(survey);
    assert.equal(cells.length, 30 * (16 + 12));
    assert.deepEqual(
      Object.keys(survey.changes).sort(),
      listRules()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test("agrees with the data, except for known reasons", async () => {
    const cells = await compareWithSurvey(survey);
    assert.deepEqual(
      unexplained(cells).map(({ rule, name, survey, verdicts }) => [rule, name, survey, verdicts]),
      [],
    );
    assert.equal(
      summarize(cells),
      "780 of 840 verdicts are the same. 60 differ for a known reason, and 0 without one.",
    );
    const guide = await readFile(new URL("../../docs/guides/rules.md", import.meta.url), "utf8");
    assert.match(guide, /^780 of 840 verdicts are the same\. The other 60 differ/m);
    assert.match(describeComparison(cells), /^- us-or-rmls-3\.8, people_animals: X → X\/·$/m);
  });

  test("shows a change of the data as a difference without an explanation", () => {
    const changed = compareChanged("us-ca-crmls-11.5.2", { wallColor: { verdict: "disclose" } });
    assert.deepEqual(
      unexplained(changed).map(({ name }) => name),
      ["wall_colour"],
    );
  });

  test("does not accept an explanation that is no longer true", () => {
    const changed = compareChanged("us-tn-maar-note5", { season: { verdict: "forbidden" } });
    assert.deepEqual(
      unexplained(changed).map(({ table, name }) => [table, name]),
      [
        ["changes", "season"],
        ["operations", "season"],
      ],
    );
  });

  test("has no explanation that nothing needs", async () => {
    const { exceptions, changes, operations } = JSON.parse(
      await readFile(new URL("../../scripts/rules/survey-terms.json", import.meta.url), "utf8"),
    );
    const used = new Set(differences(await compareWithSurvey(survey)).map(({ why }) => why));
    for (const { why } of [...exceptions, ...Object.values(changes), ...Object.values(operations)])
      if (why !== undefined) assert.ok(used.has(why), why);
  });
});

describe("a survey in another format", () => {
  const row = (symbols) => `| ${symbols.split(" ").join(" | ")} |`;
  const [id, [changes]] = Object.entries(JSON.parse(text).rules)[0];
  const markdown = `Compiled 2026-11-27.

## 1. Label

| id | market |
|---|---|
| \`${id}\` ✂ | California |
| \`us-ny-dos-2025\` | New York |

## 2. Changes

| id | add furn. |
|---|---|
${row(`\`${id}\` ${changes}`)}

## 5. Operations

| operation | not allowed | not allowed (general term) | conditional | disclosure | disclosure (general term) | allowed without |
|---|---|---|---|---|---|---|
| upscale | – | – | ${id} | – | – | – |
`;

  test("is read from Markdown, where absent verdicts are unspecified", () => {
    const read = readSurvey(markdown);
    assert.equal(read.date, "2026-11-27");
    assert.deepEqual(read.changes[id], survey.changes[id]);
    assert.deepEqual(read.changes["us-ny-dos-2025"], survey.changes["us-ny-dos-2025"]);
    assert.deepEqual(read.operations, {
      [id]: { upscale: "conditional" },
      "us-ny-dos-2025": { upscale: "unspecified" },
    });
  });

  test("is read from JSON with one object for each rule", () => {
    const rule = { id, status: "VERIFIED", changes: survey.changes[id] };
    const read = readSurvey(
      JSON.stringify({ compiled: "2026-11-27", rules: [rule, { id: "xx", status: "NOT FOUND" }] }),
    );
    assert.deepEqual(read, { date: "2026-11-27", changes: { [id]: survey.changes[id] }, operations: { [id]: {} } });
  });
});

describe("npm run rules -- --compare", () => {
  const compare = async (t, content, table = {}) => {
    t.mock.method(console, "log", () => {});
    const folder = await mkdtemp(join(tmpdir(), "reroom-rules-"));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, "file");
    await writeFile(file, content);
    return compareWith(file, table);
  };

  test("counts differences without an explanation", async (t) => {
    assert.equal(await compare(t, text), 0);
    assert.equal(await compare(t, text.replace("D D d D", "X D d D")), 1);
  });

  test("compares with its own earlier output", async (t) => {
    const table = await verdicts();
    assert.equal(await compare(t, JSON.stringify(table), table), 0);
  });

  for (const [content, message] of [
    ["", /no verdicts in common/],
    ["# Notes", /no verdicts in common/],
    ["{}", /no verdicts in common/],
    ['{ "upscale": { "xx": "allowed" } }', /no verdicts in common/],
    ['{ "date": "2026-11-27", "changes": [], "operations": [], "rules": {} }', /no rules/],
    ['{ "compiled": "2026-11-27", "rules": [] }', /no rules/],
    [text.replace(/"date".*/, ""), /no date/],
    [text.replace("D D d D", "D D d"), /us-ca-bpc-10140\.8 does not match the 16 columns/],
    [text.replace("us-ca-bpc", "us-xx"), /us-xx-10140\.8, which the rules do not have/],
  ])
    test(`rejects ${JSON.stringify(content.slice(0, 40))}: ${message}`, (t) =>
      assert.rejects(compare(t, content), message));
});

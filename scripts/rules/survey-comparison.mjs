// Compares a survey of the rules with the data of the package, cell by cell. Each difference needs an explanation in
// survey-terms.json, which is checked: the verdict must be the same for what the survey judged.
import { operations } from "./operations.mjs";
import { readSurveyTerms } from "./read.mjs";
import { symbols } from "./table.mjs";

const strictness = ["forbidden", "conditional", "disclose", "allowed", "unspecified"];

/**
 * Returns a cell for each verdict of the survey: `{ table, rule, name, survey, verdicts, equal, why }`. `why` is undefined if
 * a difference has no explanation. `check` returns the verdict of a rule for the parameters of a request.
 */
export function compareSurvey(survey, rules, check) {
  const terms = readSurveyTerms();
  const compare = (table, judge) =>
    Object.entries(survey[table]).flatMap(([id, row]) => {
      const rule = rules.find((each) => each.id === id);
      return Object.entries(row).map(([name, expected]) => {
        const term = terms[table][name];
        if (!rule || !term) throw new Error(`The survey has ${rule ? name : id}, which the rules do not have.`);
        const { verdicts, isEqual, isExplained } = judge(rule, term, expected);
        const equal = verdicts.every(isEqual);
        const exception = terms.exceptions.find((each) => matches(each, id, name, expected, verdicts));
        const why = exception?.why ?? (!equal && isExplained() ? term.why : undefined);
        return { table, rule: id, name, survey: expected, verdicts: [...new Set(verdicts)], equal, why };
      });
    });
  return [...compare("changes", judgeChange), ...compare("operations", judgeOperation(check))];
}

const matches = ({ rule, names, survey, verdict }, id, name, expected, verdicts) =>
  rule === id && names.includes(name) && survey === expected && verdicts.every((each) => plain(each) === verdict);

const plain = (verdict) => verdict.replace("_general", "");

/** A column can stand for several kinds of change. If it has an explanation, one of them must have the verdict of the survey. */
function judgeChange({ changes }, { kinds, why }, expected) {
  const verdicts = kinds.map((kind) => {
    const { verdict = "unspecified", implied } = changes[kind] ?? {};
    return implied ? `${verdict}_general` : verdict;
  });
  const isEqual = (verdict) => verdict === expected;
  return { verdicts, isEqual, isExplained: () => why !== undefined && verdicts.some(isEqual) };
}

/** If the survey judged only some changes of a request, the rule must have its verdict for those. */
const judgeOperation =
  (check) =>
  (rule, { requests, only, why }, expected) => {
    const judged = () => {
      const stated = only.map((kind) => rule.changes[kind]?.verdict);
      return strictness.find((verdict) => stated.includes(verdict)) ?? "unspecified";
    };
    return {
      verdicts: requests.map((name) => check(rule, operations[name])),
      isEqual: (verdict) => verdict === plain(expected),
      isExplained: () => why !== undefined && judged() === plain(expected),
    };
  };

/** Both tables as Markdown. A cell that differs has both verdicts: that of the survey, and that of the package. */
export function describeComparison(cells) {
  const tables = ["changes", "operations"].map((table) => toMarkdown(cells.filter((cell) => cell.table === table)));
  return [...tables, ...describeDifferences(cells), summarize(cells)].join("\n\n");
}

function toMarkdown(cells) {
  const names = [...new Set(cells.map(({ name }) => name))];
  const rules = [...new Set(cells.map(({ rule }) => rule))];
  const rows = rules.map((id) => [id, ...cells.filter(({ rule }) => rule === id).map(show)]);
  return [["rule", ...names], ["---", ...names.map(() => "---")], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

const symbolOf = (verdict) => (verdict.endsWith("_general") ? symbols[plain(verdict)].toLowerCase() : symbols[verdict]);
const show = ({ survey, verdicts, equal }) =>
  equal ? symbolOf(survey) : `${symbolOf(survey)} → ${verdicts.map(symbolOf).join("/")}`;

/** A list of differences for each explanation, and one of those without. */
function describeDifferences(cells) {
  const different = cells.filter(({ equal }) => !equal);
  const reasons = [...new Set(different.map(({ why }) => why))];
  return reasons.map((reason) => {
    const lines = different
      .filter(({ why }) => why === reason)
      .map((cell) => `- ${cell.rule}, ${cell.name}: ${show(cell)}`);
    return `${reason ?? "Without an explanation in scripts/rules/survey-terms.json:"}\n\n${lines.join("\n")}`;
  });
}

/** The numbers of equal, explained, and unexplained verdicts. */
export function summarize(cells) {
  const different = cells.filter(({ equal }) => !equal);
  const unexplained = different.filter(({ why }) => why === undefined);
  return (
    `${cells.length - different.length} of ${cells.length} verdicts are the same. ` +
    `${different.length - unexplained.length} differ for a known reason, and ${unexplained.length} without one.`
  );
}

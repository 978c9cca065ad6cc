// Checks renders against the rules of a market.
import type { DisclosedRender } from "./alterations.js";
import { changesOf, type Change } from "./changes.js";
import { findMarket } from "./markets.js";
import type { ChangeKind, Market, MarketInput, Rule, Verdict } from "./rule-types.js";
import { strictest } from "./verdicts.js";

/** Options of `checkRules()`. */
export interface CheckOptions {
  /** The day to check for. Default: today. */
  on?: Date | undefined;
}

/** What one rule states about a change. */
export interface Finding {
  /** The rule. */
  readonly rule: Rule;
  /** Its verdict on the change. */
  readonly verdict: Verdict;
  /** The sentence of the rule, word for word. */
  readonly quote: string;
  /** Address of the rule. */
  readonly url: string;
  /** The rule does not name the change, but a general term includes it. */
  readonly implied: boolean;
  /** The condition, for `conditional`. */
  readonly condition?: string | undefined;
}

/** A change with the verdict of the market. */
export interface CheckedChange extends Change {
  /** The strictest verdict of the findings. */
  readonly verdict: Verdict;
  /** What each rule states about it. Empty if no rule that was read mentions it. */
  readonly findings: readonly Finding[];
}

/** A sentence of a rule that applies to every change. */
export interface Caution {
  /** The rule. */
  readonly rule: Rule;
  /** The sentence, word for word. */
  readonly quote: string;
}

/** Rules of a market that differ. */
export interface Contradiction {
  /** What they differ about. */
  readonly about: ChangeKind | "onImage" | "position";
  /** What each rule states. */
  readonly sides: readonly { readonly rule: Rule; readonly says: string }[];
  /** The strictest side, if obeying it obeys all. Undefined if you cannot obey all of them. */
  readonly resolved?: string | undefined;
}

/** The result of `checkRules()`. */
export interface RulesCheck {
  /** The market. */
  readonly market: Market;
  /**
   * The strictest verdict of all changes. A change that is only possible and forbidden counts as `conditional`, because it
   * depends on the photo, the mask, or the prompt.
   */
  readonly verdict: Verdict;
  /** Every change, with what the rules state about it. */
  readonly changes: readonly CheckedChange[];
  /** Rules against misrepresentation: they can forbid a change that no rule names. */
  readonly cautions: readonly Caution[];
  /** Changes about which the rules differ. */
  readonly contradictions: readonly Contradiction[];
  /** Rules that are not in force on that day, and rules that will change. */
  readonly upcoming: readonly UpcomingChange[];
}

/** A rule that is not in force yet, or a known change of one. */
export interface UpcomingChange {
  /** The rule. */
  readonly rule: Rule;
  /** The day, if it is known. */
  readonly date?: string | undefined;
  /** What changes. */
  readonly what: string;
}

/**
 * Checks renders against the rules of a market. This is no legal advice: it repeats what the rules stated on the day on which
 * they were read.
 *
 * ```ts
 * const { verdict, changes } = checkRules({ tool: "edit", action: "material", material: "oak", mask }, "us-ca-crmls");
 * console.log(verdict); // "forbidden"
 * ```
 *
 * Throws a `RangeError` if the market does not exist.
 */
export function checkRules(
  renders: DisclosedRender | readonly DisclosedRender[],
  market: MarketInput,
  { on = new Date() }: CheckOptions = {},
): RulesCheck {
  const found = findMarket(market);
  const day = on.toISOString().slice(0, 10);
  const rules = found.rules.filter((rule) => isInForce(rule, day));
  const changes = changesOf(renders).map((change) => checkChange(change, rules));
  return {
    market: found,
    verdict: strictest(changes.map(overall)),
    changes,
    cautions: rules.flatMap((rule) =>
      rule.misrepresentation ? [{ rule, quote: rule.quotes[rule.misrepresentation.quote] ?? "" }] : [],
    ),
    contradictions: changes.flatMap(differences),
    upcoming: found.rules.flatMap((rule) => upcoming(rule, day)),
  };
}

/** Whether a rule applies on a day. A rule without a date does, a bill does not. */
export const isInForce = ({ force, inForce }: Rule, day: string) =>
  force !== "bill" && (inForce?.from ?? day) <= day && day < (inForce?.until ?? "9999");

function checkChange(change: Change, rules: readonly Rule[]): CheckedChange {
  const findings = rules.flatMap((rule): Finding[] => {
    const stated = rule.changes[change.kind];
    if (!stated) return [];
    const { verdict, quote = 0, implied = false, condition } = stated;
    return [{ rule, verdict, quote: rule.quotes[quote] ?? "", url: rule.url, implied, condition }];
  });
  return { ...change, verdict: strictest(findings.map(({ verdict }) => verdict)), findings };
}

const overall = ({ certain, verdict }: CheckedChange): Verdict =>
  !certain && verdict === "forbidden" ? "conditional" : verdict;

/** Rules differ if one forbids what another permits, or one permits silently what another wants disclosed. */
function differences({ kind, verdict, findings }: CheckedChange): Contradiction[] {
  const verdicts = findings.map((finding) => finding.verdict);
  const loosest =
    verdicts.includes("allowed") || (verdict === "forbidden" && verdicts.some((each) => each !== verdict));
  if (!loosest || new Set(verdicts).size < 2) return [];
  return [{ about: kind, sides: findings.map(({ rule, verdict }) => ({ rule, says: verdict })), resolved: verdict }];
}

function upcoming(rule: Rule, day: string): readonly UpcomingChange[] {
  const later = (rule.changesOn ?? []).filter(({ date }) => date > day).map(({ date, what }) => ({ rule, date, what }));
  if (rule.force === "bill") return [{ rule, what: rule.inForce?.note ?? rule.title }, ...later];
  const from = rule.inForce?.from;
  return from !== undefined && from > day ? [{ rule, date: from, what: rule.title }, ...later] : later;
}

import type { Verdict } from "../../rules/rule-types.js";

/** Texts about the rules of a market. */
export interface RulesTexts {
  /** `{market}` */
  readonly verdicts: Readonly<Record<Verdict, string>>;
  /** `{authority}`, `{section}`, `{date}` on which the rule was read */
  readonly source: string;
  readonly notAdvice: string;
  readonly confirm: string;
  readonly confirmFirst: string;
}

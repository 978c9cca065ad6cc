// Combines what several rules require: the strictest wins if all can be obeyed, otherwise they contradict each other.
import type { Contradiction } from "./check.js";
import type { Rule, RuleOriginal } from "./rule-types.js";

/** A combined requirement. */
export interface Combined<Value> {
  readonly value: Value;
  readonly contradictions: readonly Contradiction[];
}

/** Text on the image: `undefined` if no rule mentions it, `"impossible"` if one rule requires what another forbids. */
export type OnImage = "required" | "allowed" | "forbidden" | "impossible" | undefined;

/** Combines the rules on text on the image. A ban applies to every image, a requirement only to images with named changes. */
export function combineOnImage(inForce: readonly Rule[], concerned: readonly Rule[]): Combined<OnImage> {
  const sides = inForce.flatMap((rule) => {
    const value = rule.onImage?.value;
    return value && (value !== "required" || concerned.includes(rule)) ? [{ rule, says: value }] : [];
  });
  const says = (value: string) => sides.some((side) => side.says === value);
  if (says("required") && says("forbidden"))
    return { value: "impossible", contradictions: [{ about: "onImage", sides }] };
  const value = says("forbidden")
    ? "forbidden"
    : says("required")
      ? "required"
      : says("allowed")
        ? "allowed"
        : undefined;
  const differ = value === "forbidden" && says("allowed");
  return { value, contradictions: differ ? [{ about: "onImage", sides, resolved: "forbidden" }] : [] };
}

type Position = NonNullable<RuleOriginal["position"]> | "anywhere";

/** Combines the positions of the original. "Beside" includes before and after. */
export function combinePosition(concerned: readonly Rule[]): Combined<Position> {
  const placed = concerned.flatMap((rule) => (rule.original?.position ? [{ rule, says: rule.original.position }] : []));
  const required = placed.filter(({ rule }) => !rule.original?.positionRecommended);
  const sides = required.length > 0 ? required : placed;
  const exact = [...new Set(sides.map(({ says }) => says).filter((says) => says !== "beside"))];
  if (exact.length > 1) return { value: "beside", contradictions: [{ about: "position", sides }] };
  return { value: exact[0] ?? (sides.length > 0 ? "beside" : "anywhere"), contradictions: [] };
}

/** Combines whether the original must be among the photos. */
export function combineInclude(concerned: readonly Rule[]): "required" | "recommended" | "optional" {
  const stated = concerned.map(({ original }) => original?.include);
  return stated.includes("required") ? "required" : stated.includes("recommended") ? "recommended" : "optional";
}

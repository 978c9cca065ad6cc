// Markets: the rules that apply together.
import { definitions, rules } from "./data.js";
import type { Market, MarketDefinition, MarketInput, Rule } from "./rule-types.js";

const markets = new Map<string, MarketDefinition>(
  definitions.map((definition) => [
    definition.id,
    { ...definition, rules: rules.filter(({ market }) => market === definition.id) },
  ]),
);

/** Returns all rules that come with the package. */
export const listRules = (): readonly Rule[] => rules;

/** Returns all markets, including those that you added. */
export const listMarkets = (): Market[] => [...markets.keys()].map((id) => collect(id));

/**
 * Returns a market. Throws a `RangeError` if it does not exist. For several markets, such as
 * `"us-ca-crmls us-nar"`, returns one with the rules of all.
 */
export function findMarket(market: MarketInput): Market {
  const parts = (Array.isArray(market) ? market : [market]) as readonly (string | Market)[];
  const found = parts.flatMap((part) =>
    typeof part === "string"
      ? part
          .split(/\s+/)
          .filter(Boolean)
          .map((id) => collect(id))
      : [part],
  );
  const [first, ...others] = found;
  if (!first) throw new RangeError("No market was given. Pass the id of a market, such as us-ca.");
  if (others.length === 0) return first;
  return {
    id: found.map(({ id }) => id).join(" "),
    name: found.map(({ name }) => name).join(" + "),
    rules: [...new Set(found.flatMap((each) => each.rules))],
  };
}

/**
 * Adds a market, or replaces the market with the same id. Returns it.
 *
 * ```ts
 * addMarket({ id: "us-tx-example", name: "Example MLS", rules: [rule] });
 * ```
 *
 * Throws a `RangeError` if a market in `within` does not exist.
 */
export function addMarket(definition: MarketDefinition): Market {
  const added = collect(definition.id, new Map(markets).set(definition.id, definition));
  markets.set(definition.id, definition);
  return added;
}

/** The market with the rules of those around it. */
function collect(
  id: string,
  from: ReadonlyMap<string, MarketDefinition> = markets,
  inside: readonly string[] = [],
): Market {
  const definition = from.get(id);
  if (!definition || inside.includes(id))
    throw new RangeError(
      definition
        ? `The market ${id} contains itself. Remove it from "within".`
        : `There is no market ${id}. Use an id from listMarkets(), or add it with addMarket().`,
    );
  const around = (definition.within ?? []).flatMap((outer) => collect(outer, from, [...inside, id]).rules);
  return { id, name: definition.name, rules: [...new Set([...around, ...(definition.rules ?? [])])] };
}

// Uses the rules of a market in an element. They are loaded on demand.
import { toReRoomError } from "../studio/errors.js";
import type { MarketInput } from "../rules/rule-types.js";
import { logError, warn } from "./console.js";

type Rules = typeof import("../rules/index.js");

/** The rules for one element. */
export class MarketRules {
  #rules: Rules | undefined;
  #loading: Promise<void> | undefined;
  /** The market whose error is in the console. */
  #reported: MarketInput | undefined;

  constructor(
    private readonly element: string,
    private readonly onLoad: () => void,
  ) {}

  /** Returns the result of `use`, or undefined without a market, for an unknown one, and while the rules are loading. */
  with<T>(market: MarketInput | null | undefined, use: (rules: Rules) => T): T | undefined {
    if (!market) return undefined;
    if (!this.#rules) void this.load(market);
    else
      try {
        return use(this.#rules);
      } catch (error) {
        // The page may still add the market.
        this.#report(market, error);
      }
    return undefined;
  }

  /** Loads the rules. Never rejects: without them, the element works as without a market. */
  load(market: MarketInput): Promise<void> {
    return (this.#loading ??= import("../rules/index.js").then(
      (rules) => {
        this.#rules = rules;
        this.onLoad();
      },
      (error: unknown) => {
        this.#report(market, error);
      },
    ));
  }

  /** Only the page's developer can fix it. */
  #report(market: MarketInput, error: unknown): void {
    if (error instanceof RangeError) {
      warn(this.element, "notMarket", market);
      return;
    }
    if (this.#reported === market) return;
    this.#reported = market;
    logError(this.element, toReRoomError(error));
  }
}

// Uses the rules of a market in an element. They are loaded on demand.
import { toReRoomError } from "../studio/errors.js";
import type { MarketInput } from "../rules/rule-types.js";
import { logError } from "./console.js";

type Rules = typeof import("../rules/index.js");

/** The rules for one element. */
export class MarketRules {
  #rules: Rules | undefined;
  #isLoading = false;
  /** The market that does not exist, or whose rules could not be loaded. */
  #failed: MarketInput | undefined;

  constructor(
    private readonly element: string,
    private readonly onLoad: () => void,
  ) {}

  /** Returns the result of `use`, or undefined without a market and while the rules are loading. */
  with<T>(market: MarketInput, use: (rules: Rules) => T): T | undefined {
    if (market === "" || this.#failed === market) return undefined;
    if (!this.#rules) {
      this.#load(market);
      return undefined;
    }
    try {
      return use(this.#rules);
    } catch (error) {
      this.#fail(market, error);
      return undefined;
    }
  }

  #load(market: MarketInput): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    void import("../rules/index.js")
      .then(
        (rules) => {
          this.#rules = rules;
        },
        (error: unknown) => {
          this.#fail(market, error);
        },
      )
      .finally(() => {
        this.#isLoading = false;
        this.onLoad();
      });
  }

  /** Only the page's developer can fix it, so the element continues without a market. */
  #fail(market: MarketInput, error: unknown): void {
    this.#failed = market;
    logError(this.element, toReRoomError(error));
  }
}

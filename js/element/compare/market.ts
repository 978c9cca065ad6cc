// What a market requires of the disclosure of a comparison. The rules are loaded on demand.
import { toReRoomError } from "../../studio/errors.js";
import type { DisclosedRender } from "../../rules/alterations.js";
import type { Disclosure, MarketInput } from "../../rules/index.js";
import type { StatementTexts } from "../../rules/texts.js";
import { logError } from "../console.js";

type Rules = typeof import("../../rules/index.js");

/** Finds the disclosure for a market, once the rules are loaded. */
export class MarketDisclosure {
  #rules: Rules | undefined;
  #isLoading = false;
  /** The market that could not be found, or whose rules could not be loaded. */
  #failed: MarketInput | undefined;

  constructor(private readonly onLoad: () => void) {}

  /** Returns the disclosure, or undefined without a market and while the rules are loading. */
  of(market: MarketInput, renders: readonly DisclosedRender[], texts: StatementTexts): Disclosure | undefined {
    if (market === "" || this.#failed === market) return undefined;
    if (!this.#rules) {
      this.#load(market);
      return undefined;
    }
    try {
      return this.#rules.disclosureFor(renders, market, { texts });
    } catch (error) {
      this.#fail(market, error);
      return undefined;
    }
  }

  #load(market: MarketInput): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    void import("../../rules/index.js")
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

  /** Only the page's developer can fix it. The element falls back to a disclosure without a market. */
  #fail(market: MarketInput, error: unknown): void {
    this.#failed = market;
    logError("reroom-compare", toReRoomError(error));
  }
}

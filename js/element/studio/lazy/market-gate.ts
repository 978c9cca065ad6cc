// Keeps requests that the market forbids from being sent until the user has confirmed them, and hides forbidden options.
import type { LitElement } from "lit";
import type { JobParams } from "../../../client/index.js";
import type { RulesCheck } from "../../../rules/check.js";
import type { MarketInput } from "../../../rules/rule-types.js";
import type { ConfirmDetail, SubmitDetail } from "../../events.js";
import type { MarketRules } from "../../market-rules.js";
import type { Forms } from "../forms.js";
import { limitOffer, type Offer } from "./offer.js";

/** What the gate needs from the element. */
export interface GateOptions {
  readonly element: LitElement & { readonly market: MarketInput; readonly hideForbidden: boolean };
  readonly rules: MarketRules;
  readonly forms: Forms;
  /** Fires `reroom-confirm`. Returns false if the page rejects the confirmation. */
  readonly emitConfirm: (detail: ConfirmDetail) => boolean;
}

/** What the market states about the request. */
export interface RulesView {
  readonly check: RulesCheck;
  /** Whether the user confirmed a forbidden request. */
  readonly confirmed: boolean;
  /** Whether the user tried to send it without a confirmation. */
  readonly asked: boolean;
  readonly confirm: (confirmed: boolean) => void;
}

/** The rules of a studio's market. */
export class MarketGate {
  readonly #options: GateOptions;
  /** The forbidden requests that the user confirmed, as JSON. */
  readonly #confirmed = new Set<string>();
  /** A forbidden request that was stopped, such as the upscale of a result, and the request of the form at that time. */
  #stopped: { readonly requests: readonly JobParams[]; readonly during: string } | undefined;
  /** The request in the form, as JSON. */
  #shown = "";
  /** The order that was not sent because it was not confirmed, as JSON. */
  #asked = "";

  constructor(options: GateOptions) {
    this.#options = options;
    const { element } = options;
    element.addEventListener("reroom-submit", this.#onSubmit, { capture: true });
  }

  /** What the panel shows: the check of a request that was stopped, or of the one in the form. */
  show(requests: readonly JobParams[]): RulesView | undefined {
    if (this.#stopped && this.#stopped.during !== JSON.stringify(requests)) this.#stopped = undefined;
    this.#shown = JSON.stringify(requests);
    return this.#check(this.#stopped?.requests ?? requests);
  }

  /** Waits for the rules. If they forbid the requests and the user has not confirmed them, asks for it and resolves to true. */
  async stops(requests: () => readonly JobParams[]): Promise<boolean> {
    const { element, rules } = this.#options;
    await rules.load(element.market);
    return this.#stops(requests());
  }

  #stops(requests: readonly JobParams[]): boolean {
    const { check, confirmed, order } = this.#check(requests) ?? {};
    if (check?.verdict !== "forbidden" || confirmed) return false;
    this.#asked = order ?? "";
    void this.#moveFocus();
    return true;
  }

  /** Checks the requests of one order. Undefined without a market, and while the rules are loading. */
  #check(requests: readonly JobParams[]): (RulesView & { readonly order: string }) | undefined {
    const { element, rules, emitConfirm } = this.#options;
    const { market } = element;
    const [params] = requests;
    const check = params && rules.with(market, ({ checkRules }) => checkRules(requests, market));
    if (!check) return undefined;
    // The mask of an edit is added later, and does not change the verdict.
    const order = JSON.stringify([check.market.id, requests], (key, value: unknown) =>
      key === "mask" ? undefined : value,
    );
    const confirm = (confirmed: boolean) => {
      this.#confirmed.delete(order);
      const details = { ...(requests.length > 1 && { variants: requests }) };
      if (confirmed && emitConfirm({ params, check, ...details })) this.#confirmed.add(order);
      element.requestUpdate();
    };
    return { check, order, confirmed: this.#confirmed.has(order), asked: this.#asked === order, confirm };
  }

  /** Stops forbidden requests that are not in the form, such as the upscale of a result, and asks for the confirmation. */
  readonly #onSubmit = (event: Event): void => {
    const { params, variants } = (event as CustomEvent<SubmitDetail>).detail;
    const requests = variants ?? [params];
    const isStopped = this.#stops(requests);
    this.#stopped = isStopped ? { requests, during: this.#shown } : undefined;
    if (!isStopped) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  async #moveFocus(): Promise<void> {
    const { element } = this.#options;
    element.requestUpdate();
    await element.updateComplete;
    element.renderRoot.querySelector<HTMLElement>("[data-action=confirm-rules]")?.focus();
  }

  /** With `hide-forbidden`, returns the tools and options without those that the market forbids in every combination. */
  limit(offer: Offer): Offer | undefined {
    const { element, rules, forms } = this.#options;
    const { market, hideForbidden } = element;
    if (!hideForbidden) return undefined;
    return rules.with(market, ({ changesOf, checkRules }) =>
      limitOffer(offer, forms, {
        describe: (params) => JSON.stringify(changesOf(params)),
        isForbidden: (params) => checkRules(params, market).verdict === "forbidden",
      }),
    );
  }
}

// Loads views that many visits do not need, when they are first needed.
import type { Snapshot } from "../../studio/index.js";
import { emit, type ConfirmDetail } from "../events.js";
import { MarketRules } from "../market-rules.js";
import { forms } from "./forms.js";
import type { GateOptions } from "./lazy/market-gate.js";
import type { Lazy } from "./views/context.js";

/** Loads the views, and other functions that few visits need. */
export const loadLazy = () => import("./lazy/index.js");

/** Loads once. If that fails, the studio works with one photo at a time, crops the center, and shows one result at a time. */
export class LazyViews {
  /** The views, once they have loaded. */
  loaded: Lazy | undefined;
  #loading: Promise<void> | undefined;

  /** `onRules` is called when the rules of the market have loaded. */
  constructor(
    private readonly element: GateOptions["element"],
    private readonly onRules: () => void,
  ) {}

  /** Returns the views. Loads them if the state needs them, or something else does. Undefined until they have loaded. */
  for({ photo, photos, results, earlier, fields }: Snapshot, needed: boolean): Lazy | undefined {
    const fitted = photo?.kept !== undefined || photo?.canPad || photo?.changes.includes("padded");
    const isNeeded =
      fitted ||
      earlier.length > 0 ||
      fields.some(({ field }) => field.control.kind === "urls") ||
      results.some(({ parent, group }) => parent !== undefined || group !== undefined) ||
      photos.length > 1 ||
      !photo !== (photos.length === 0) ||
      needed;
    if (isNeeded) void this.load();
    return this.loaded;
  }

  release(): void {
    this.loaded?.frame.release();
  }

  /** Loads the views once. Never rejects. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    const { element } = this;
    const render = () => {
      element.requestUpdate();
    };
    try {
      const { CropFrame, MarketGate, VersionsZoom, styles, ...views } = await loadLazy();
      const sheets = styles.map(({ styleSheet }) => styleSheet).filter((sheet) => sheet !== undefined);
      (element.renderRoot as ShadowRoot).adoptedStyleSheets?.push(...sheets);
      const rules = new MarketRules("reroom-studio", this.onRules);
      const emitConfirm = (detail: ConfirmDetail) => emit(element, "reroom-confirm", detail, true);
      const gate = new MarketGate({ element, rules, forms, emitConfirm });
      this.loaded = { frame: new CropFrame(render), zoom: new VersionsZoom(render), gate, ...views };
      render();
    } catch {
      // The next photo tries again.
      this.#loading = undefined;
    }
  }
}

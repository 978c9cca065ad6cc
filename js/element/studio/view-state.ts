// What only the view knows, such as search texts, and the actions of its buttons.
import type { JobParams } from "../../client/index.js";
import type { Remedy, Result, Snapshot, Studio, SubmitOptions, ToolId } from "../../studio/index.js";
import { languageOf, type Texts } from "../locales/index.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Segmenter } from "../../studio/segmenter-types.js";
import type { Downloads } from "./download.js";
import { LazyViews } from "./lazy-views.js";
import { focusPainter, type Focus } from "./focus.js";
import type { GateOptions } from "./lazy/market-gate.js";
import type { Notices } from "./notices.js";
import { stepsTo, type Step } from "./steps.js";
import type { Skipped, ViewContext } from "./views/context.js";

/** What the view state needs from the element. */
export interface ViewStateOptions {
  readonly element: GateOptions["element"] & { readonly segmenter: Segmenter | undefined };
  readonly focus: Focus;
  readonly downloads: Downloads;
  readonly notices: Notices;
  /** Opens the file picker or the camera. */
  readonly choose: ViewContext["choose"];
  /** Called when the rules of the market have loaded. */
  readonly onRules: () => void;
}

/** Holds the state of the view, and creates the context of each render. */
export class ViewState {
  /** What was skipped of the last files. */
  skipped: Skipped | undefined;
  readonly lazy: LazyViews;
  readonly #options: ViewStateOptions;
  /** Whether the crop's frame is shown instead of the mask painter. */
  #adjusting = false;
  /** Search texts of long option lists, by parameter. */
  readonly #searches = new Map<string, string>();
  /** The fields when the user pressed the submit button while something was missing. */
  #askedFor: Snapshot["fields"] | undefined;
  /** The styles to compare, by tool. */
  readonly #variants = new Map<ToolId, readonly string[]>();
  /** The ids of the steps that results are compared with, by the id of the result. An empty string is the photo. */
  readonly #compared = new Map<string, string>();

  constructor(options: ViewStateOptions) {
    this.#options = options;
    this.lazy = new LazyViews(options.element, options.onRules);
  }

  /** Creates the context of a render. */
  context(studio: Studio, texts: Texts): ViewContext {
    const { element, focus, downloads, notices, choose } = this.#options;
    const state = studio.getSnapshot();
    const lazy = this.lazy.for(state, this.skipped !== undefined || Boolean(element.market));
    return {
      studio,
      state,
      texts,
      language: languageOf(element),
      asked: this.#askedFor === state.fields,
      rules: lazy?.gate.show(this.#requests(state)),
      wordsOf: (param) => this.#searches.get(param) ?? "",
      search: (param, words) => {
        this.#searches.set(param, words);
        element.requestUpdate();
      },
      choose,
      skipped: this.skipped,
      dismissSkipped: () => {
        this.skipped = undefined;
        element.requestUpdate();
      },
      selectPhoto: (id) => {
        studio.select(id);
        focus.on(studio.getSnapshot().shown.length > 0 ? "shown" : "options");
      },
      lazy,
      segmenter: element.segmenter,
      adjusting: this.#adjusting,
      adjust: (adjusting) => {
        this.#adjusting = adjusting;
        element.requestUpdate();
      },
      submit: () => {
        this.#submitOrAsk(studio);
      },
      showPhoto: () => {
        studio.show();
        focus.on("options");
      },
      applyRemedy: (remedy, id) => {
        this.#applyRemedy(studio, remedy, id);
      },
      variants: this.variantsOf(state),
      setVariants: (styles) => {
        this.#setVariants(studio, styles);
      },
      comparedWith: (result) => this.#comparedWith(state, result),
      compareWith: ({ id }, step) => {
        this.#compared.set(id, step.result?.id ?? "");
        element.requestUpdate();
      },
      take: ({ id }) => {
        studio.accept(id);
        studio.show(id);
        focus.on("accept");
      },
      showVersions: (results) => {
        studio.show(...results.map(({ id }) => id));
        focus.on("versions");
      },
      continueWith: (result, tool) => {
        void this.#continueWith(studio, result, tool);
      },
      undo: () => {
        this.#undo(studio);
      },
      notification: notices.permission,
      askToNotify: () => {
        void notices.ask();
      },
      save: (result) => {
        void downloads.save(result);
      },
      saved: (result) => downloads.of(result),
    };
  }

  /** Returns the styles to compare, if the form offers styles and the user compares them. */
  variantsOf({ tool, fields }: Snapshot): readonly string[] | undefined {
    const { field, fixed } = fields.find((each) => each.field.param === "style") ?? {};
    if (tool === undefined || !field || fixed || !("options" in field.control)) return undefined;
    const offered = new Set(field.control.options.map(({ value }) => value));
    return this.#variants.get(tool)?.filter((style) => offered.has(style));
  }

  /** Forgets the styles to compare. */
  reset(): void {
    this.#variants.clear();
  }

  /** The first of the styles is also the value of the field. */
  #setVariants(studio: Studio, styles: readonly string[] | undefined): void {
    const { tool } = studio.getSnapshot();
    if (tool === undefined) return;
    if (styles) this.#variants.set(tool, styles);
    else this.#variants.delete(tool);
    if (styles) studio.set("style", styles[0] ?? "");
    this.#options.element.requestUpdate();
  }

  #comparedWith(state: Snapshot, { id }: Result): Step | undefined {
    const compared = this.#compared.get(id);
    return compared === undefined
      ? undefined
      : stepsTo(state, id).find((step) => (step.result?.id ?? "") === compared && step.result?.id !== id);
  }

  async #continueWith(studio: Studio, { id }: Result, tool: ToolId | undefined): Promise<void> {
    await studio.continueWith(id);
    if (studio.getSnapshot().photo?.resultId !== id) return;
    if (tool !== undefined) studio.choose(tool);
    this.#options.focus.on(tool === undefined ? "options" : "form");
  }

  /** Shows what was brought back. */
  #undo(studio: Studio): void {
    const before = new Set(studio.getSnapshot().results.map(({ id }) => id));
    studio.undo();
    const { results } = studio.getSnapshot();
    const back = results.find(({ id }) => !before.has(id));
    if (back) this.#options.focus.onResult(back.id);
    else this.#options.focus.on("photo");
  }

  /** Submits, or shows what is missing and moves focus there. */
  #submitOrAsk(studio: Studio): void {
    const { element, focus } = this.#options;
    const { missing, fields } = studio.getSnapshot();
    this.#askedFor = missing ? fields : undefined;
    if (missing?.field) focus.onField(missing.field.field.param);
    if (missing?.kind === "mask") {
      const painter = element.renderRoot.querySelector<MaskPainter>("reroom-mask-painter");
      if (painter) void focusPainter(painter);
    }
    if (missing) element.requestUpdate();
    else void this.submit(studio);
  }

  /** Sends the request. If the market forbids it, shows that and moves focus to the confirmation instead. */
  async submit(studio: Studio, options?: SubmitOptions): Promise<readonly Result[]> {
    if (this.#options.element.market && !studio.getSnapshot().missing) {
      await this.lazy.load();
      if (await this.lazy.loaded?.gate.stops(() => this.#requests(studio.getSnapshot()))) return [];
    }
    return studio.submit({ ...options, variants: this.variantsOf(studio.getSnapshot()) ?? [] });
  }

  /** The requests that the submit button sends: one, or one for each style. */
  #requests(state: Snapshot): readonly JobParams[] {
    const { params } = state;
    const styles = this.variantsOf(state) ?? [];
    if (!params) return [];
    return styles.length > 1 ? styles.map((style) => ({ ...params, style }) as JobParams) : [params];
  }

  #applyRemedy(studio: Studio, remedy: Remedy, id: string): void {
    if (remedy === "photo" || remedy === "options") this.#options.focus.on(remedy);
    else if (remedy === "retry") void studio.retry();
    else void studio.resume(id);
  }
}

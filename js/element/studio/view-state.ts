// What only the view knows, such as search texts, and the actions of its buttons.
import type { LitElement } from "lit";
import type { Remedy, Snapshot, Studio } from "../../studio/index.js";
import { languageOf, type Texts } from "../locales/index.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Downloads } from "./download.js";
import { focusPainter, type Focus } from "./focus.js";
import type { ViewContext } from "./views/context.js";

/** What the view state needs from the element. */
export interface ViewStateOptions {
  readonly element: LitElement;
  readonly focus: Focus;
  readonly downloads: Downloads;
  /** Opens the file picker or the camera. */
  readonly choose: ViewContext["choose"];
}

/** Holds the state of the view, and creates the context of each render. */
export class ViewState {
  readonly #options: ViewStateOptions;
  /** Search texts of long option lists, by parameter. */
  readonly #searches = new Map<string, string>();
  /** The fields when the user pressed the submit button while something was missing. */
  #askedFor: Snapshot["fields"] | undefined;

  constructor(options: ViewStateOptions) {
    this.#options = options;
  }

  /** Creates the context of a render. */
  context(studio: Studio, texts: Texts): ViewContext {
    const { element, focus, downloads, choose } = this.#options;
    const state = studio.getSnapshot();
    return {
      studio,
      state,
      texts,
      language: languageOf(element),
      asked: this.#askedFor === state.fields,
      wordsOf: (param) => this.#searches.get(param) ?? "",
      search: (param, words) => {
        this.#searches.set(param, words);
        element.requestUpdate();
      },
      choose,
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
      save: (result) => {
        void downloads.save(result);
      },
      saved: (result) => downloads.of(result),
    };
  }

  /** Submits, or shows what is missing and moves focus there. */
  #submitOrAsk(studio: Studio): void {
    const { element, focus } = this.#options;
    const { missing, fields } = studio.getSnapshot();
    this.#askedFor = missing && fields;
    if (missing?.field) focus.onField(missing.field.field.param);
    if (missing?.kind === "mask") {
      const painter = element.renderRoot.querySelector<MaskPainter>("reroom-mask-painter");
      if (painter) void focusPainter(painter);
    }
    if (missing) element.requestUpdate();
    else void studio.submit();
  }

  #applyRemedy(studio: Studio, remedy: Remedy, id: string): void {
    if (remedy === "photo" || remedy === "options") this.#options.focus.on(remedy);
    else if (remedy === "retry") void studio.retry();
    else void studio.resume(id);
  }
}

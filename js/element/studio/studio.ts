// <reroom-studio>: attributes, properties, events, and where the keyboard is. What it knows is in Session.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import init, { ReRoom, ReRoomError } from "../../client/index.js";
import type { JobParams, Render } from "../../client/index.js";
import { tell } from "../events.js";
import { languageOf, loadTexts, textsFor, type Texts, type ToolId } from "../locales/index.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import { adviceFor } from "./advice.js";
import type { Preset } from "./answers.js";
import { presetAttribute, prepareAttribute, toolsAttribute } from "./attributes.js";
import { save, type Saved } from "./download.js";
import type { Outcome, Status } from "./jobs.js";
import type { Prepare } from "./photo.js";
import { Session, type Host } from "./session.js";
import { choices } from "./styles/choices.js";
import { layout } from "./styles/layout.js";
import { stageStyles } from "./styles/stage.js";
import { toolIds } from "./tools.js";
import { dock } from "./views/dock.js";
import { earlier } from "./views/earlier.js";
import { panel } from "./views/panel.js";
import { sentence } from "./views/progress.js";
import { stage } from "./views/stage.js";
import type { View } from "./views/view.js";

// WebP is mended. Other kinds are left out: phones convert what a page does not ask for, which is what HEIC needs.
const accepted = "image/jpeg,image/png,image/webp";

/**
 * The whole workflow on one photo: choose it, see what is mended, choose a tool and its options, mark what an edit
 * changes, send, follow, compare, and take the result.
 *
 * @tagname reroom-studio
 *
 * @attr {string} base-url - The service, or a path of the page's own server that holds the key.
 * @attr {string} src - Address of a photo to begin with.
 * @attr {string} tools - Which tools are offered, in this order, separated by spaces.
 * @attr {string} preset - Options by tool that are preselected or fixed, as JSON.
 * @attr {string} prepare - `crop` (the default) or `pad` photos that do not fit, or `off`: mend nothing.
 * @attr {string} lang - Language of the texts: `en`, `de`, `fr` or `es`; where absent, that of the surroundings.
 *
 * @fires {CustomEvent<PhotoDetail>} reroom-photo - A photo came and was looked over.
 * @fires {CustomEvent<ChangeDetail>} reroom-change - Another tool or option was chosen.
 * @fires {CustomEvent<SubmitDetail>} reroom-submit - A request is about to be sent; `preventDefault()` keeps it back.
 * @fires {CustomEvent<ProgressDetail>} reroom-progress - A request has come a step further.
 * @fires {CustomEvent<CompleteDetail>} reroom-complete - A picture is finished.
 * @fires {CustomEvent<CompleteDetail>} reroom-accept - The person chose to use the finished picture.
 * @fires {CustomEvent<DownloadDetail>} reroom-download - The person saved the finished picture to a file.
 * @fires {CustomEvent<ErrorDetail>} reroom-error - A request failed.
 *
 * @csspart studio - The whole surface.
 * @csspart stage - The large picture.
 * @csspart picture - The photo.
 * @csspart compare - Before and after.
 * @csspart progress - The card that says where a request stands.
 * @csspart dock - What lies under the picture.
 * @csspart verdict - What was found out about the photo.
 * @csspart result - What to do with a finished picture.
 * @csspart notice - What went wrong.
 * @csspart earlier - Renders from before the page was loaded.
 * @csspart panel - Tool, options and the button that sends.
 * @csspart tools - The choice of a tool.
 * @csspart options - The options of the tool.
 * @csspart submit - The bar with the button that sends.
 * @csspart button - Every button.
 * @csspart primary - The button of the next step.
 *
 * @cssprop --reroom-color-text - Text.
 * @cssprop --reroom-color-muted - Text of less weight.
 * @cssprop --reroom-color-surface - The ground of the element.
 * @cssprop --reroom-color-raised - Controls and cards.
 * @cssprop --reroom-color-sunken - Behind pictures.
 * @cssprop --reroom-color-border - Lines that part.
 * @cssprop --reroom-color-control - Outlines of controls.
 * @cssprop --reroom-color-accent - What is chosen, and the next step.
 * @cssprop --reroom-color-accent-hover - The same under the pointer.
 * @cssprop --reroom-color-on-accent - Text on the accent.
 * @cssprop --reroom-color-tint - Behind what is chosen.
 * @cssprop --reroom-color-danger - What went wrong.
 * @cssprop --reroom-color-danger-tint - Behind what went wrong.
 * @cssprop --reroom-color-success - What is well.
 * @cssprop --reroom-color-success-tint - Behind what is well.
 * @cssprop --reroom-color-focus - The ring around what has the keyboard.
 * @cssprop --reroom-font - Typeface of the text.
 * @cssprop --reroom-font-heading - Typeface of the headings.
 * @cssprop --reroom-radius - Rounding of corners.
 * @cssprop --reroom-gap - Distance between parts.
 */
export class ReRoomStudio extends LitElement {
  /** @internal */
  static override styles = [tokens, controls, layout, stageStyles, choices];

  static override properties = {
    baseUrl: { attribute: "base-url" },
    src: {},
    photo: { attribute: false },
    tools: { converter: toolsAttribute },
    preset: { converter: presetAttribute },
    prepare: { converter: prepareAttribute },
    lang: { reflect: true },
    client: { attribute: false },
    texts: { attribute: false },
  };

  /** The service, or a path of the page's own server that holds the key. Either this or `client` is needed. */
  declare baseUrl: string;
  /** Address of a photo to begin with. */
  declare src: string | undefined;
  /** A photo to begin with; another that is set takes its place. What the person chose is told by `reroom-photo`. */
  declare photo: Blob | undefined;
  /** The tools that are offered, in this order. */
  declare tools: readonly ToolId[];
  /** Options by tool that are preselected or fixed. */
  declare preset: Preset;
  /** Whether photos are mended before they go up, and how. */
  declare prepare: Prepare;
  /** Language tag of the texts; where empty, that of the surroundings. */
  declare lang: string;
  /** A client of the page's own; wins over `baseUrl`. */
  declare client: ReRoom | undefined;
  /** Texts of the page's own; win over `lang`. */
  declare texts: Texts | undefined;
  readonly #session: Session;
  #own: { baseUrl: string; client: ReRoom } | undefined;
  #ready = false;
  #failure: ReRoomError | undefined;
  #status: Status["kind"] = "idle";
  #focusAfter: string | undefined;
  #saved: { outcome: Outcome; saved: Saved } | undefined;

  constructor() {
    super();
    this.baseUrl = "";
    this.tools = toolIds;
    this.preset = {};
    this.prepare = true;
    this.lang = "";
    this.#session = new Session(this.#host());
  }

  /** The request as it would be sent now, apart from the mask of an edit; nothing before the wasm is loaded. */
  get params(): JobParams | undefined {
    try {
      return this.#session.params;
    } catch {
      return undefined;
    }
  }

  /**
   * Takes a photo, or fetches one by its address; without one, asks for one with the file chooser. Does nothing while a
   * request is under way.
   */
  async open(photo?: Blob | string): Promise<void> {
    if (photo === undefined) this.#choose("file");
    else {
      await this.#start();
      if (this.#ready) await this.#session.take(photo, photo instanceof File ? photo.name : undefined);
    }
  }

  /**
   * Sends the request, as the button does. `confirmed` skips the event `reroom-submit`. Resolves to the finished render,
   * or to nothing where it was not sent or failed; what is wrong is shown, and told by `reroom-error`.
   */
  submit(options: { confirmed?: boolean } = {}): Promise<Render | undefined> {
    return this.#session.submit(options.confirmed);
  }

  /** Stops waiting for the request that is under way. A render that was accepted goes on, and can be looked at again. */
  cancel(): void {
    this.#session.jobs.cancel();
  }

  /** Forgets photo, answers and result. A request that is under way goes on. */
  reset(): void {
    this.#session.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("paste", this.#paste);
    // The first time, the update that follows does it.
    if (this.hasUpdated) void this.#start(this.#findEarlier);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("paste", this.#paste);
    this.#session.earlier.stop();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("client") || changed.has("baseUrl")) void this.#start(this.#findEarlier);
    if (this.photo && changed.has("photo")) void this.open(this.photo);
    else if (this.src && changed.has("src")) void this.open(this.src);
    if (this.#ready) this.#moveFocus();
  }

  protected override render(): TemplateResult {
    const texts = this.#texts();
    const view = this.#view(texts);
    return html`
      <section
        class="studio"
        part="studio"
        aria-label=${texts.studio.studio}
        @dragover=${this.#over}
        @dragleave=${this.#leave}
        @drop=${this.#drop}
      >
        ${
          this.#ready
            ? html`
                <div class="view">${stage(view)} ${dock(view)} ${earlier(view)}</div>
                ${panel(view, this.tools)}
              `
            : this.#opening(texts)
        }
      </section>
      <input
        id="file"
        type="file"
        accept=${accepted}
        aria-label=${texts.studio.choosePhoto}
        hidden
        @change=${this.#chosen}
      />
      <input
        id="camera"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${texts.studio.takePhoto}
        hidden
        @change=${this.#chosen}
      />
      <p class="visually-hidden" role="status">${this.#announcement(texts)}</p>
    `;
  }

  #opening(texts: Texts): TemplateResult {
    if (!this.#failure) return html`<p class="starting" aria-busy="true">${texts.studio.starting}</p>`;
    const { title, advice, details } = adviceFor(this.#failure, texts);
    return html`<div class="notice bad" part="notice" role="alert">
      <p class="lead">${title}</p>
      <p>${advice}</p>
      <p class="fine">${details.join(" ")}</p>
      <button part="button" type="button" @click=${() => void this.#start()}>${texts.remedies.retry}</button>
    </div>`;
  }

  #announcement(texts: Texts): string | typeof nothing {
    const { status } = this.#session;
    if (status.kind === "busy") return sentence(status.progress, texts);
    return status.kind === "done" ? `${texts.studio.finished}. ${texts.studio.finishedHint}` : nothing;
  }

  #host(): Host {
    return {
      tools: () => this.tools,
      preset: () => this.preset,
      prepare: () => this.prepare,
      connect: () => this.#connect(),
      painter: () => this.renderRoot.querySelector<MaskPainter>("reroom-mask-painter"),
      changed: () => {
        this.requestUpdate();
      },
      tell: (type, detail, cancelable) => tell(this, type, detail, cancelable),
      focusOn: (place, param) => {
        this.#focusAfter = param === undefined ? `[data-focus="${place}"]` : `[data-param="${param}"] textarea`;
        this.requestUpdate();
      },
    };
  }

  #view(texts: Texts): View {
    return {
      session: this.#session,
      texts,
      language: languageOf(this),
      choose: (way) => {
        this.#choose(way);
      },
      save: (outcome) => {
        void this.#save(outcome);
      },
      saved: (outcome) => (this.#saved?.outcome === outcome ? this.#saved.saved : undefined),
    };
  }

  /** Saves a finished picture to a file; what came of that is shown, and told. */
  async #save(outcome: Outcome): Promise<void> {
    const { after, render, tool } = outcome;
    const { photo } = this.#session;
    // A picture from before the page was loaded is of some other photo.
    const saved = await save(after, tool && photo ? photo.name.replace(/\.\w+$/, "") : `reroom-${render._id}`);
    this.#saved = { outcome, saved };
    this.requestUpdate();
    if (saved.kind === "link") return;
    const { name, marked, credentials } = saved;
    tell(this, "reroom-download", { render, name, marked, credentials });
  }

  #texts(): Texts {
    const loaded = () => {
      this.requestUpdate();
    };
    return this.texts ?? textsFor(languageOf(this), loaded);
  }

  /** Loads the wasm; a page that keeps it elsewhere has called `init()` with its address before. */
  async #start(then?: () => void): Promise<void> {
    this.#failure = undefined;
    try {
      // Together with the language, so that nothing is said in two.
      await Promise.all([init(), this.texts ?? loadTexts(languageOf(this))]);
      this.#ready = true;
      then?.();
    } catch (error) {
      if (!(error instanceof ReRoomError)) throw error;
      this.#failure = error;
    }
    this.requestUpdate();
  }

  #connect(): ReRoom {
    if (this.client) return this.client;
    const { baseUrl } = this;
    if (!baseUrl) throw new ReRoomError("invalid_request", "Give <reroom-studio> a base-url, or a client.");
    if (this.#own?.baseUrl !== baseUrl) {
      const storage = storageOfPage();
      this.#own = { baseUrl, client: new ReRoom({ baseUrl, ...(storage && { storage }) }) };
    }
    return this.#own.client;
  }

  readonly #findEarlier = (): void => {
    if (this.client || this.baseUrl) this.#session.findEarlier();
  };

  #choose(way: "file" | "camera"): void {
    this.renderRoot.querySelector<HTMLInputElement>(`#${way}`)?.click();
  }

  readonly #chosen = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    this.#takeFirst(input.files);
    // So that choosing the same file again is a change.
    input.value = "";
  };

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#surface(event).classList.add("over");
  };

  readonly #leave = (event: DragEvent): void => {
    this.#surface(event).classList.remove("over");
  };

  readonly #drop = (event: DragEvent): void => {
    this.#leave(event);
    if (this.#takeFirst(event.dataTransfer?.files)) event.preventDefault();
  };

  #surface(event: Event): Element {
    return event.currentTarget as Element;
  }

  /** A photo that is pasted is meant for the studio unless it is pasted into something else. */
  readonly #paste = (event: ClipboardEvent): void => {
    const inside = event.composedPath().includes(this);
    const elsewhere = event.target instanceof Element && event.target !== document.body && !inside;
    if (!elsewhere && this.#ready) this.#takeFirst(event.clipboardData?.files);
  };

  #takeFirst(files: FileList | null | undefined): boolean {
    const file = files?.[0];
    if (file) void this.#session.take(file, file.name);
    return file !== undefined;
  }

  /** Puts the keyboard on the next step, where it was in the studio before or the next step was asked for. */
  #moveFocus(): void {
    const { kind } = this.#session.status;
    const inside = this.matches(":focus-within") || document.activeElement === document.body;
    if (kind !== this.#status && kind !== "idle" && inside)
      this.#focusAfter ??= kind === "done" ? "reroom-compare" : `[data-focus="${kind}"]`;
    this.#status = kind;
    if (this.#focusAfter === undefined) return;
    const next = this.renderRoot.querySelector<HTMLElement>(this.#focusAfter);
    if (next instanceof LitElement)
      void next.updateComplete.then(() => {
        focusInside(next);
      });
    else {
      next?.focus();
      // The button that stops is the last of its card.
      next?.closest(".card")?.scrollIntoView({ block: "nearest" });
    }
    this.#focusAfter = undefined;
  }
}

/** The slider of the comparison; scrolling there would move the picture under the pointer. */
function focusInside(element: LitElement): void {
  element.renderRoot.querySelector("input")?.focus({ preventScroll: true });
}

/** The page's storage, where it has one and lets it be used. */
function storageOfPage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

// <reroom-studio>: attributes, properties, events, and where the keyboard is. What it knows is in Session.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import init, { ReRoom, ReRoomError } from "../../client/index.js";
import type { JobParams, Render } from "../../client/index.js";
import { report, warn } from "../developer.js";
import { tell } from "../events.js";
import { preloadImaging } from "../imaging.js";
import { languageOf, loadTexts, textsFor, type Texts } from "../locales/index.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import type { Preset } from "./answers.js";
import { save, type Saved } from "./download.js";
import { failureOf } from "./failures.js";
import { answerOf, Focus } from "./focus.js";
import { GivenToStudio } from "./given.js";
import type { Host } from "./host.js";
import { Incoming } from "./incoming.js";
import type { Outcome } from "./jobs.js";
import { Session } from "./session.js";
import { choices } from "./styles/choices.js";
import { layout } from "./styles/layout.js";
import { stageStyles } from "./styles/stage.js";
import { dock } from "./views/dock.js";
import { earlier } from "./views/earlier.js";
import { panel } from "./views/panel.js";
import { sentence } from "./views/progress.js";
import { stage } from "./views/stage.js";
import type { View } from "./views/view.js";

// WebP is mended. Other kinds are left out: phones convert what a page does not ask for, which is what HEIC needs.
const accepted = "image/jpeg,image/png,image/webp";

const MISSING = "Set base-url to a path of your server, or client to a ReRoom.";

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
 * @attr {string} prepare - `crop` (the default) or `pad` photos that do not fit, or `off`: mend nothing; or options as JSON.
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
export class ReRoomStudio extends GivenToStudio {
  /** @internal */
  static override styles = [tokens, controls, layout, stageStyles, choices];

  readonly #session: Session;
  readonly #incoming: Incoming;
  /** The preset that was looked over last. */
  #checked: Preset | undefined;
  #own: { baseUrl: string; client: ReRoom } | undefined;
  #ready = false;
  #failure: ReRoomError | undefined;
  #told: ReRoomError | undefined;
  readonly #focus = new Focus(this);
  #saved: { outcome: Outcome; saved: Saved } | undefined;

  constructor() {
    super();
    this.#session = new Session(this.#host());
    this.#incoming = new Incoming(this, (file) => {
      if (!this.client && !this.baseUrl) warn("reroom-studio", "noService");
      void this.open(file);
    });
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
      if (this.#ready) await this.#session.take(photo, nameOf(photo));
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
    document.addEventListener("paste", this.#incoming.paste);
    // The first time, the update that follows does it.
    if (this.hasUpdated) void this.#start(this.#findEarlier);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("paste", this.#incoming.paste);
    this.#session.earlier.stop();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("client") || changed.has("baseUrl")) void this.#start(this.#findEarlier);
    if ((this.photo && changed.has("photo")) || (this.src && changed.has("src"))) this.#openGiven();
    if (!this.#ready) return;
    this.#focus.move(this.#session.status.kind);
    this.#checkPreset();
  }

  /** Takes the photo that the page gave. */
  #openGiven(): void {
    const given = this.photo ?? this.src;
    if (given) void this.open(given);
  }

  /** Once the options are known, and again for another preset. */
  #checkPreset(): void {
    if (this.#checked === this.preset) return;
    this.#checked = this.preset;
    for (const { tool, param, value, fields } of this.#session.untaken)
      warn("reroom-studio", "unknownOption", tool, param, value, fields);
  }

  protected override render(): TemplateResult {
    const texts = this.#texts();
    const view = this.#view(texts);
    return html`
      <section
        class="studio"
        part="studio"
        aria-label=${texts.studio.studio}
        @dragover=${this.#incoming.over}
        @dragleave=${this.#incoming.leave}
        @drop=${this.#incoming.drop}
        @keydown=${held}
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
        @change=${this.#incoming.chosen}
      />
      <input
        id="camera"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${texts.studio.takePhoto}
        hidden
        @change=${this.#incoming.chosen}
      />
      <p class="visually-hidden" role="status">${this.#announcement(texts)}</p>
    `;
  }

  #opening(texts: Texts): TemplateResult {
    if (!this.#failure) return html`<p class="starting" aria-busy="true">${texts.studio.starting}</p>`;
    const { title, advice } = texts.faults.notLoaded;
    return html`<div class="notice bad" part="notice" role="alert">
      <p class="lead">${title}</p>
      <p>${advice}</p>
      <button part="button" type="button" @click=${this.#startAgain}>${texts.remedies.retry}</button>
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
      report: (error) => {
        report("reroom-studio", error);
      },
      focusOn: (place, param) => {
        this.#focus.next = param === undefined ? `[data-focus="${place}"]` : answerOf(param);
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
      this.#fail(failureOf(error));
    }
    this.requestUpdate();
  }

  /** Shows that it could not be loaded. Who asked for the same load is told the same error; the page hears it once. */
  #fail(error: ReRoomError): void {
    this.#failure = error;
    if (this.#told === error) return;
    this.#told = error;
    report("reroom-studio", error);
    tell(this, "reroom-error", { error, tool: undefined });
  }

  readonly #startAgain = (): void => {
    void this.#start(this.#findEarlier).then(() => {
      this.#openGiven();
    });
  };

  #connect(): ReRoom {
    if (this.client) return this.client;
    const { baseUrl } = this;
    if (!baseUrl) throw new ReRoomError("invalid_request", MISSING);
    if (this.#own?.baseUrl !== baseUrl) this.#own = { baseUrl, client: makeClient(baseUrl) };
    return this.#own.client;
  }

  readonly #findEarlier = (): void => {
    if (this.client || this.baseUrl) this.#session.findEarlier();
  };

  #choose(way: "file" | "camera"): void {
    preloadImaging();
    this.renderRoot.querySelector<HTMLInputElement>(`#${way}`)?.click();
  }
}

/** A client over a path of the page's server; what is wrong with the path is nothing that a person chose. */
function makeClient(baseUrl: string): ReRoom {
  const storage = storageOfPage();
  try {
    return new ReRoom({ baseUrl, ...(storage && { storage }) });
  } catch (cause) {
    const { message } = failureOf(cause);
    throw new ReRoomError("invalid_request", `base-url cannot be used: ${message}`, { cause });
  }
}

/** Enter that is held down presses one button, and not each that has the keyboard after it. */
function held(event: KeyboardEvent): void {
  const writing = event.composedPath().some((target) => target instanceof HTMLTextAreaElement);
  if (event.repeat && event.key === "Enter" && !writing) event.preventDefault();
}

const nameOf = (photo: Blob | string): string | undefined =>
  typeof photo === "object" && "name" in photo ? String(photo.name) : undefined;

/** The page's storage, where it has one and lets it be used. */
function storageOfPage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

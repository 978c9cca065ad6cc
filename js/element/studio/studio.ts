// <reroom-studio>: a view of `reroom/studio`.
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { JobParams, Render } from "../../client/index.js";
import { findUnusedOptions } from "../../studio/form.js";
import type { Preset } from "../../studio/preset.js";
import type { Result, Studio } from "../../studio/index.js";
import { createStudioOn } from "../../studio/studio.js";
import { warn } from "../console.js";
import { preloadImaging } from "../imaging.js";
import { languageOf, type Texts } from "../locales/index.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import { createChangeEvents, valuesOf } from "./change-events.js";
import { Connection, getStorage } from "./connection.js";
import { Downloads } from "./download.js";
import { Focus } from "./focus.js";
import { forms } from "./forms.js";
import { listenersOf } from "./listeners.js";
import { Loader } from "./loader.js";
import { Notices } from "./notices.js";
import { pagePlatform } from "./platform.js";
import { StudioProperties } from "./properties.js";
import { PhotoInput, type Selection } from "./photo-input.js";
import { choices } from "./styles/choices.js";
import { layout } from "./styles/layout.js";
import { stageStyles } from "./styles/stage.js";
import { strip } from "./styles/strip.js";
import { ViewState } from "./view-state.js";
import { dock } from "./views/dock.js";
import { fileInputs } from "./views/file-inputs.js";
import { loading } from "./views/loading.js";
import { isOneButton, panel } from "./views/panel.js";
import { photos } from "./views/photos.js";
import { describeState } from "./views/announcement.js";
import { ignoreRepeatedEnter } from "./views/click.js";
import { describeNotice } from "./views/order.js";
import { results } from "./views/results.js";
import { stage } from "./views/stage.js";
import type { PhotoSource } from "./views/context.js";

/**
 * A complete editor for one photo: upload it, choose a tool and its options, paint the area to edit, submit the request,
 * watch its progress, compare and download the result.
 *
 * @tagname reroom-studio
 *
 * @attr {string} base-url - URL of your gateway, such as `/api/reroom`. Required unless `client` is set.
 * @attr {string} user - Your id for the signed-in user. Results are stored separately for each user.
 * @attr {string} src - URL of the first photo.
 * @attr {string} tools - Tools to offer, separated by spaces. More than three are shown in groups. Default: all tools.
 * @attr {string} preset - Preselected or fixed options by tool, as JSON.
 * @attr {string} prepare - How to prepare photos that do not meet the requirements: `crop`, `pad` or `off`, or options as JSON. Default: crops what is too wide, and pads portraits and what is too small to crop.
 * @attr {string} market - The market of the listing, such as `us-ca-crmls`. The studio shows what its rules state about the request.
 * @attr {boolean} hide-forbidden - Hides tools and options that the rules of the market forbid.
 * @attr {string} lang - Language of the texts: `en`, `de`, `fr` or `es`. Default: the language of the page.
 *
 * @fires {CustomEvent<PhotoDetail>} reroom-photo - A photo was opened and checked.
 * @fires {CustomEvent<ChangeDetail>} reroom-change - The user chose another tool or option.
 * @fires {CustomEvent<SubmitDetail>} reroom-submit - A request is about to be sent. Call `preventDefault()` to stop it.
 * @fires {CustomEvent<ConfirmDetail>} reroom-confirm - The user confirmed a request that the rules of the market forbid.
 * @fires {CustomEvent<ProgressDetail>} reroom-progress - A request made progress.
 * @fires {CustomEvent<CompleteDetail>} reroom-complete - A render finished.
 * @fires {CustomEvent<CompleteDetail>} reroom-accept - The user accepted the finished image.
 * @fires {CustomEvent<DownloadDetail>} reroom-download - The user downloaded the finished image.
 * @fires {CustomEvent<ErrorDetail>} reroom-error - A request failed.
 * @fires {CustomEvent<ResultsDetail>} reroom-results - `results` changed.
 * @fires {CustomEvent<BusyDetail>} reroom-busy - `busy` changed.
 * @fires {CustomEvent<BalanceDetail>} reroom-balance - `balance` changed.
 *
 * @slot header - Content above the photo.
 * @slot empty - Replaces the invitation to start with a photo. The buttons stay.
 * @slot footer - Content below everything.
 *
 * @csspart studio - The whole element.
 * @csspart stage - The main image area.
 * @csspart picture - The photo.
 * @csspart crop - The photo with the frame of a crop.
 * @csspart compare - The before and after comparison.
 * @csspart progress - The progress card of a running request.
 * @csspart dock - The area below the image.
 * @csspart verdict - The result of checking the photo.
 * @csspart result - The actions for a finished image.
 * @csspart notice - The error message.
 * @csspart photos - The row of photos.
 * @csspart results - The strip of results.
 * @csspart tile - A photo or result in a row.
 * @csspart variants - Results side by side.
 * @csspart steps - The steps from the photo to a result.
 * @csspart earlier - The list of renders submitted before the page loaded.
 * @csspart panel - The panel with tools, options and the submit button.
 * @csspart tools - The tool picker.
 * @csspart options - The options of the selected tool.
 * @csspart rules - What the rules of the market state.
 * @csspart submit - The bar with the submit button.
 * @csspart choice - A tool or an option in a list.
 * @csspart tag - A short text on a tile, or about a change to the photo.
 * @csspart painter-tools - The tools of the mask painter.
 * @csspart painter-zoom - The zoom of the mask painter.
 * @csspart button - Every button.
 * @csspart primary - The primary button.
 *
 * @cssprop --reroom-color-text - Text color.
 * @cssprop --reroom-color-muted - Secondary text color.
 * @cssprop --reroom-color-surface - Background of the element.
 * @cssprop --reroom-color-raised - Background of controls and cards.
 * @cssprop --reroom-color-sunken - Background behind images.
 * @cssprop --reroom-color-border - Color of dividing lines.
 * @cssprop --reroom-color-control - Border color of controls.
 * @cssprop --reroom-color-accent - Accent color of selected items and primary buttons.
 * @cssprop --reroom-color-accent-hover - Accent color on hover.
 * @cssprop --reroom-color-on-accent - Text color on the accent color.
 * @cssprop --reroom-color-tint - Background of selected items.
 * @cssprop --reroom-color-danger - Error color.
 * @cssprop --reroom-color-danger-tint - Background of errors.
 * @cssprop --reroom-color-success - Success color.
 * @cssprop --reroom-color-success-tint - Background of success messages.
 * @cssprop --reroom-color-warning - Warning color.
 * @cssprop --reroom-color-warning-tint - Background of warnings.
 * @cssprop --reroom-color-focus - Color of the focus ring.
 * @cssprop --reroom-font - Font of the text.
 * @cssprop --reroom-font-heading - Font of the headings.
 * @cssprop --reroom-radius - Corner radius.
 * @cssprop --reroom-gap - Spacing between parts.
 */
export class ReRoomStudio extends StudioProperties {
  /** @internal */
  static override styles = [tokens, controls, layout, stageStyles, choices, strip];

  /** The state. Undefined until the wasm has loaded. */
  #studio: Studio | undefined;
  readonly #connection = new Connection(this);
  readonly #loader = new Loader(this);
  readonly #photoInput: PhotoInput;
  readonly #focus = new Focus(this);
  readonly #notices = new Notices(this, (result) => describeNotice(result, this.#loader.texts));
  readonly #view: ViewState;
  readonly #emitChanges = createChangeEvents(this);
  /** The last preset that was checked. */
  #checkedPreset: Preset | undefined;

  constructor() {
    super();
    this.#photoInput = new PhotoInput(this, (selection) => {
      if (!this.#connection.isSet) warn("reroom-studio", "noService");
      this.#openSelection(selection);
    });
    const choose = (way: PhotoSource) => {
      this.#choose(way);
    };
    this.#view = new ViewState({
      ...{ element: this, focus: this.#focus, notices: this.#notices, choose },
      onRules: () => {
        this.#configure();
      },
      downloads: new Downloads(this),
    });
  }

  /** The request in its current state, without the mask of an edit. Undefined until the wasm has loaded. */
  get params(): JobParams | undefined {
    return this.#studio?.getSnapshot().params;
  }

  /** The results of the selected photo, oldest first, including running and failed ones. */
  get results(): readonly Result[] {
    return valuesOf(this.#studio?.getSnapshot()).results;
  }

  /** Whether the user is waiting for a request. */
  get busy(): boolean {
    return valuesOf(this.#studio?.getSnapshot()).busy;
  }

  /** The credits left. Undefined if they are unknown or unlimited. They are loaded when a photo is opened. */
  get balance(): number | undefined {
    return valuesOf(this.#studio?.getSnapshot()).balance;
  }

  /**
   * Opens a photo from a file or URL. It replaces a photo without results. An array adds its photos to the row of photos, and
   * selects the first of them. Without an argument, opens the file picker.
   */
  async open(photo?: Blob | string | readonly (Blob | string)[]): Promise<void> {
    if (photo === undefined) this.#choose("file");
    else {
      await this.#start();
      await this.#studio?.open(photo);
    }
  }

  /**
   * Sends the request, as the submit button does. `confirmed: true` skips the `reroom-submit` event. Resolves to the
   * finished render (of several styles, to the first), or to undefined if nothing was sent or the request failed. Errors are shown and fire `reroom-error`.
   *
   * If the rules of the market forbid the request, nothing is sent until the user has confirmed it: the element shows the
   * confirmation and moves focus to it.
   */
  async submit(options: { confirmed?: boolean } = {}): Promise<Render | undefined> {
    const [result] = this.#studio ? await this.#view.submit(this.#studio, options) : [];
    return result?.render;
  }

  /** Cancels the request if it has not been sent. Otherwise stops waiting for it: the result is added when it is finished. */
  cancel(): void {
    this.#studio?.cancel();
  }

  /** Clears the photo and the options. Photos with results stay in the row, and a running request continues. */
  reset(): void {
    this.#view.reset();
    this.#studio?.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("paste", this.#photoInput.onPaste);
    // On first connect, `updated()` starts it.
    if (this.hasUpdated) void this.#start(this.#restore);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("paste", this.#photoInput.onPaste);
    this.#view.lazy.release();
    this.#notices.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#focus.remember();
    if (configured.some((name) => changed.has(name))) this.#configure();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((["client", "baseUrl", "user"] as const).some((name) => changed.has(name))) void this.#start(this.#restore);
    if ((this.photo && changed.has("photo")) || (this.src && changed.has("src"))) this.#openPagePhoto();
    if (!this.#studio) return;
    this.#focus.move(this.#studio.getSnapshot());
    this.#checkPreset();
  }

  /** Opens the photo that the page set. */
  #openPagePhoto(): void {
    const photo = this.photo ?? this.src;
    if (photo) void this.open(photo);
  }

  /** Warns about unknown options in a new preset. Needs the wasm, which has the catalog. */
  #checkPreset(): void {
    if (this.#checkedPreset === this.preset) return;
    this.#checkedPreset = this.preset;
    for (const { tool, param, value, fields } of findUnusedOptions(this.preset, forms.fieldsOf))
      warn("reroom-studio", "unknownOption", tool, param, value, fields);
  }

  protected override render(): TemplateResult {
    const { texts } = this.#loader;
    const view = this.#studio && this.#view.context(this.#studio, texts);
    return html`
      <section
        class=${view && isOneButton(view.state) ? "studio single" : "studio"}
        part="studio"
        aria-label=${texts.studio.studio}
        @dragover=${this.#photoInput.onDragOver}
        @dragleave=${this.#photoInput.onDragLeave}
        @drop=${this.#photoInput.onDrop}
        @keydown=${ignoreRepeatedEnter}
      >
        <slot name="header"></slot>
        ${
          view
            ? html`
                <div class="view">
                  ${photos(view)} ${stage(view)} ${dock(view)} ${results(view)} ${view.lazy?.earlier(view)}
                </div>
                ${panel(view)}
              `
            : loading(texts, this.#loader.failed, this.#startAgain)
        }
        <slot name="footer"></slot>
      </section>
      ${fileInputs(texts, this.#photoInput.onChange)}
      <p class="visually-hidden" role="status">${this.#announcement(texts)}</p>
    `;
  }

  /** Opens what the user chose, dropped or pasted. In a row, a photo does not replace another one. */
  #openSelection({ photos, skipped, folders, adding }: Selection): void {
    this.#view.skipped = folders || skipped.length > 0 ? { names: skipped, folders } : undefined;
    this.requestUpdate();
    const [photo] = photos;
    if (!photo) return;
    const row = (this.#studio?.getSnapshot().photos.length ?? 0) > 1;
    void this.open(adding || row || photos.length > 1 ? photos : photo);
  }

  #announcement(texts: Texts): string | typeof nothing {
    const state = this.#studio?.getSnapshot();
    return state ? describeState(state, texts, languageOf(this)) : nothing;
  }

  /** Loads what is missing, and creates the studio. */
  #start(then?: () => void): Promise<void> {
    return this.#loader.load(() => {
      this.#createStudio();
      then?.();
    });
  }

  #createStudio(): void {
    if (this.#studio) return;
    const storageKey = `reroom.studio${this.id && ` ${this.id}`}`;
    const studio: Studio = createStudioOn(pagePlatform, {
      on: listenersOf(this, () => studio, this.#notices),
      storage: getStorage(),
      storageKey,
    });
    this.#studio = studio;
    this.#configure();
    studio.subscribe(() => {
      this.#emitChanges(studio.getSnapshot());
      this.#notices.update();
      this.requestUpdate();
    });
  }

  /** Passes the properties on. */
  #configure(): void {
    const { tools, preset, prepare, user } = this;
    const { connect, hostImage } = this.#connection;
    const limited = this.#view.lazy.loaded?.gate.limit({ tools, preset });
    this.#studio?.configure({ tools, preset, prepare, user, client: connect, hostImage, ...limited });
  }

  readonly #startAgain = (): void => {
    void this.#start(this.#restore).then(() => {
      this.#openPagePhoto();
    });
  };

  readonly #restore = (): void => {
    if (this.#connection.isSet) this.#studio?.restore();
  };

  #choose(way: PhotoSource): void {
    preloadImaging();
    this.#photoInput.adding = way === "more";
    this.renderRoot.querySelector<HTMLInputElement>(way === "camera" ? "#camera" : "#file")?.click();
  }
}

/** The properties that are options of the studio. */
const configured = [
  ...(["tools", "preset", "prepare", "user", "client", "baseUrl", "hostImage"] as const),
  ...(["market", "hideForbidden"] as const),
];

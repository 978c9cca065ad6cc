// The attributes and properties of <reroom-studio>.
import { LitElement } from "lit";
import type { ReRoom } from "../../client/index.js";
import type { MarketInput } from "../../rules/rule-types.js";
import type { Segmenter } from "../../studio/segmenter-types.js";
import { rawValue, readTexts } from "../property-values.js";
import { en } from "../locales/en.js";
import type { Texts, ToolId } from "../locales/texts.js";
import type { Preset } from "../../studio/preset.js";
import type { Prepare } from "../../studio/photo-types.js";
import type { HostImage } from "../../studio/reference-types.js";
import {
  readClient,
  readPhoto,
  readPrepare,
  readPreset,
  readTools,
  type PrepareInput,
  type PresetInput,
  type ToolsInput,
} from "./attributes.js";

/** The attributes and properties of `<reroom-studio>`. */
export class StudioProperties extends LitElement {
  static override properties = {
    baseUrl: { attribute: "base-url" },
    user: {},
    src: {},
    photo: { attribute: false },
    tools: { converter: rawValue },
    preset: { converter: rawValue },
    prepare: { converter: rawValue },
    client: { attribute: false },
    hostImage: { attribute: false },
    segmenter: { attribute: false },
    texts: { attribute: false },
    market: {},
    hideForbidden: { type: Boolean, attribute: "hide-forbidden" },
  };

  /** URL of your gateway, such as `/api/reroom`. Required unless `client` is set. */
  declare baseUrl: string;
  /** URL of the first photo. */
  declare src: string | undefined;
  /**
   * Uploads a reference image to your storage, and returns its URL. Default: a gateway at `baseUrl` stores it, if its option
   * `references` is set. Otherwise, reference images need URLs.
   */
  declare hostImage: HostImage | undefined;
  /** Finds things in the photo, such as with a model that you host. Default: the built-in selection. */
  declare segmenter: Segmenter | undefined;
  /** The market of the listing: its id, or a market from `reroom/rules`. The studio shows what its rules state. */
  declare market: MarketInput;
  /** Whether tools and options are hidden that the rules of the market forbid in every combination. */
  declare hideForbidden: boolean;
  #user: string | undefined;
  #photo: Blob | undefined;
  #tools = readTools(undefined);
  #preset = readPreset(undefined);
  #prepare = readPrepare(undefined);
  #client: ReRoom | undefined;
  #ownTexts: Texts | undefined;

  constructor() {
    super();
    this.baseUrl = "";
    this.market = "";
    this.hideForbidden = false;
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  /** Your id for the signed-in user. Results and running renders are stored separately for each user. */
  get user(): string | undefined {
    return this.#user;
  }
  set user(value: string | null | undefined) {
    this.#user = value ?? undefined;
  }

  /** The first photo, as a file. Setting another one replaces it. For photos that the user picks, listen to `reroom-photo`. */
  get photo(): Blob | undefined {
    return this.#photo;
  }
  set photo(value: Blob | null | undefined) {
    this.#photo = readPhoto(value);
  }

  /** Tools to offer. More than three are shown in groups. Set it to an array, or to a string like the attribute. */
  get tools(): readonly ToolId[] {
    return this.#tools;
  }
  set tools(value: ToolsInput) {
    this.#tools = readTools(value);
  }

  /** Preselected or fixed options by tool. Set it to an object, or to JSON. */
  get preset(): Preset {
    return this.#preset;
  }
  set preset(value: PresetInput) {
    this.#preset = readPreset(value);
  }

  /** How photos are prepared before upload. Set it to options, or to a string like the attribute. */
  get prepare(): Prepare {
    return this.#prepare;
  }
  set prepare(value: PrepareInput) {
    this.#prepare = readPrepare(value);
  }

  /** Your own client. Takes precedence over `baseUrl`. */
  get client(): ReRoom | undefined {
    return this.#client;
  }
  set client(value: ReRoom | null | undefined) {
    this.#client = readClient(value);
  }

  /** Your own texts. They take precedence over `lang`. */
  get texts(): Texts | undefined {
    return this.#ownTexts;
  }
  set texts(value: Texts | null | undefined) {
    this.#ownTexts = readTexts({ element: "reroom-studio", name: "texts", value }, en);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "lang") this.requestUpdate();
  }
}

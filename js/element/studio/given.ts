// What a page gives a studio: its attributes and properties.
import { LitElement } from "lit";
import type { ReRoom } from "../../client/index.js";
import { asGiven, readTexts } from "../inputs.js";
import { en } from "../locales/en.js";
import type { Texts, ToolId } from "../locales/texts.js";
import type { Preset } from "./answers.js";
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
import type { Prepare } from "./photo.js";

/** The part of `<reroom-studio>` that a page sets. */
export class GivenToStudio extends LitElement {
  static override properties = {
    baseUrl: { attribute: "base-url" },
    src: {},
    photo: { attribute: false },
    tools: { converter: asGiven },
    preset: { converter: asGiven },
    prepare: { converter: asGiven },
    client: { attribute: false },
    texts: { attribute: false },
  };

  /** The service, or a path of the page's own server that holds the key. Either this or `client` is needed. */
  declare baseUrl: string;
  /** Address of a photo to begin with. */
  declare src: string | undefined;
  #photo: Blob | undefined;
  #tools = readTools(undefined);
  #preset = readPreset(undefined);
  #prepare = readPrepare(undefined);
  #client: ReRoom | undefined;
  #ownTexts: Texts | undefined;

  constructor() {
    super();
    this.baseUrl = "";
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  /** A photo to begin with; another that is set takes its place. What the person chose is told by `reroom-photo`. */
  get photo(): Blob | undefined {
    return this.#photo;
  }
  set photo(value: Blob | null | undefined) {
    this.#photo = readPhoto(value);
  }

  /** The tools that are offered, in this order; set as a list, or as an attribute has them. */
  get tools(): readonly ToolId[] {
    return this.#tools;
  }
  set tools(value: ToolsInput) {
    this.#tools = readTools(value);
  }

  /** Options by tool that are preselected or fixed; set as an object, or as JSON. */
  get preset(): Preset {
    return this.#preset;
  }
  set preset(value: PresetInput) {
    this.#preset = readPreset(value);
  }

  /** Whether photos are mended before they go up, and how; set as options, or as an attribute has them. */
  get prepare(): Prepare {
    return this.#prepare;
  }
  set prepare(value: PrepareInput) {
    this.#prepare = readPrepare(value);
  }

  /** A client of the page's own; wins over `baseUrl`. */
  get client(): ReRoom | undefined {
    return this.#client;
  }
  set client(value: ReRoom | null | undefined) {
    this.#client = readClient(value);
  }

  /** Texts of the page's own; win over `lang`. */
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

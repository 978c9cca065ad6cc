// Every text of the elements. `{name}` in a text is replaced; `fill` does it.
import type { CompareTexts } from "../compare/texts.js";
import type { PainterTexts } from "../painter/texts.js";
import type { ErrorCode, IssueCode, PreparedImage, Progress } from "../../client/index.js";

/** The tools as a person meets them; the two redesigns are the service's plain render. */
export type ToolId = "virtual-staging" | "interior" | "exterior" | "empty-room" | "edit" | "sketch" | "upscale";

/** What was done to a photo. */
export type Change = PreparedImage["changes"][number];

/** A tool in words. */
export interface ToolTexts {
  name: string;
  summary: string;
  /** What the button says that sends the request. */
  submit: string;
}

/** The studio: photo, options, progress, result. */
export interface StudioTexts {
  /** The whole element, for screen readers. */
  studio: string;
  starting: string;
  photo: string;
  drop: string;
  dropHint: string;
  choosePhoto: string;
  takePhoto: string;
  photoRules: string;
  replacePhoto: string;
  /** `{name}` */
  photoAlt: string;
  checking: string;
  ready: string;
  /** `{width}`, `{height}` */
  size: string;
  refused: string;
  mended: string;
  fit: string;
  fitCrop: string;
  fitPad: string;
  photoUnreadable: string;
  tool: string;
  more: string;
  /** `{count}` */
  search: string;
  /** `{count}`, `{all}` */
  found: string;
  nothingFound: string;
  noPreference: string;
  choosePhotoFirst: string;
  photoRefused: string;
  paintFirst: string;
  /** `{question}` */
  answerFirst: string;
  /** In place of an answer that is still to be given. */
  chooseOption: string;
  /** `{count}` */
  cost: string;
  referencesHint: string;
  referencesPlaceholder: string;
  promptPlaceholder: string;
  editPromptPlaceholder: string;
  cancel: string;
  /** `{loaded}`, `{total}` */
  uploaded: string;
  /** `{position}` */
  position: string;
  finished: string;
  finishedHint: string;
  notShown: string;
  accept: string;
  accepted: string;
  another: string;
  upscale: string;
  download: string;
  /** Beside a file that was saved without the Content Credentials (C2PA) that its picture came with. */
  credentialsRemoved: string;
  /** Beside `openPicture`, if the page cannot save the picture. */
  openToSave: string;
  openPicture: string;
  earlier: string;
  earlierHint: string;
  show: string;
  /** `{time}` */
  earlierSince: string;
  lookedAtAccount: string;
}

/** A failure in words. */
export interface ErrorTexts {
  title: string;
  advice: string;
}

/** All texts of the elements in one language. */
export interface Texts {
  studio: StudioTexts;
  tools: Record<ToolId, ToolTexts>;
  /** Labels of the questions, by parameter. */
  fields: Record<
    | "field"
    | "type"
    | "room"
    | "building"
    | "style"
    | "view"
    | "action"
    | "staging"
    | "creativity"
    | "creativity_level"
    | "prompt"
    | "edit_prompt"
    | "color"
    | "architectural_material"
    | "material"
    | "daylight"
    | "season"
    | "sky"
    | "landscape"
    | "category"
    | "name"
    | "reference_file_urls",
    string
  >;
  /** Labels of options by value; where one is absent, the label of the catalog is shown. */
  options: Partial<Record<string, string>>;
  /** What is said beside the name of an option that the catalog describes, by value; where absent, what the catalog says. */
  hints?: Partial<Record<string, string>>;
  stages: Record<Progress["stage"], { name: string; sentence: string }>;
  changes: Record<Change, string>;
  /** What is wrong, by code; where one is absent, the client's own words are shown. */
  issues: Partial<Record<IssueCode, string>>;
  /** What to do about a file that is neither JPEG nor PNG, by the type it was recognised as; else as `issues` has it. */
  formats: Partial<Record<string, string>>;
  errors: Record<ErrorCode, ErrorTexts>;
  /** What is wrong with the page rather than with a request; what exactly is told in the console. */
  faults: Record<"notLoaded" | "notSetUp", ErrorTexts>;
  remedies: Record<"retry" | "resume" | "photo" | "options", string>;
  canResume: string;
  painter: PainterTexts;
  compare: CompareTexts;
}

/** Replaces each `{name}` by its value. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

// The texts of the elements. `fill()` replaces placeholders such as `{name}`.
import type { CompareTexts } from "./compare-texts.js";
import type { PainterTexts } from "./painter-texts.js";
import type { RulesTexts } from "./rules-texts.js";
import type { FieldLabel, ToolId } from "../../studio/tools.js";
import type { DisclosureTexts } from "../../rules/texts.js";
import type { ErrorCode, IssueCode, PreparedImage, Progress } from "../../client/index.js";

export { fill } from "../../rules/texts.js";
export type { ToolId } from "../../studio/tools.js";

/** A change that preparing made to a photo. */
export type Change = PreparedImage["changes"][number];

/** Texts of a tool. */
export interface ToolTexts {
  name: string;
  summary: string;
  /** Label of the submit button. */
  submit: string;
  /** Names a result, such as "Emptied". */
  done: string;
}

/** Texts of the studio. */
export interface StudioTexts {
  /** Accessible name of the element. */
  studio: string;
  starting: string;
  /** Names the photo next to what was made from it. */
  original: string;
  drop: string;
  dropHint: string;
  choosePhoto: string;
  takePhoto: string;
  /** `{formats}` */
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
  /** Shown for a padded photo. */
  padded: string;
  /** Shown for a photo that is only too small because it is cropped. */
  needsBorders: string;
  /** `{share}` */
  cutHeight: string;
  /** `{share}` */
  cutWidth: string;
  cropHint: string;
  /** Accessible name of the frame. */
  cropFrame: string;
  /** Position of the frame. `{before}`, `{after}` */
  cropTopBottom: string;
  /** Position of the frame. `{before}`, `{after}` */
  cropLeftRight: string;
  adjustCrop: string;
  backToPainting: string;
  /** Shown next to `backToPainting` if an area is selected. */
  cropClears: string;
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
  /** Placeholder while nothing is selected. */
  chooseOption: string;
  /** `{count}` */
  cost: string;
  referencesHint: string;
  chooseReferences: string;
  /** Shown instead of `referencesHint` if the site cannot store files. */
  referencesNeedUrls: string;
  useUrl: string;
  referenceUrl: string;
  addUrl: string;
  urlInvalid: string;
  /** `{name}` */
  removeReference: string;
  /** `{name}` */
  referenceUnreadable: string;
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
  /** Shown if a download had to remove the image's Content Credentials (C2PA). */
  credentialsRemoved: string;
  /** Shown next to `openPicture` if the page cannot save the image. */
  openToSave: string;
  openPicture: string;
  earlier: string;
  earlierHint: string;
  show: string;
  /** `{time}` */
  earlierSince: string;
  lookedAtAccount: string;
  /** `{count}`, for one. */
  credit: string;
  /** `{count}`, for none or several. */
  credits: string;
  /** `{credits}` */
  balance: string;
  stopWaiting: string;
  results: string;
  /** Marks a result that has not been shown yet. */
  unseen: string;
  /** `{count}` */
  newResults: string;
  photos: string;
  /** `{done}`, `{all}` */
  photosDone: string;
  /** Marks a photo with an accepted result. */
  photoDone: string;
  /** Marks a photo that cannot be used. */
  needsAttention: string;
  /** Marks a photo with a running render. */
  working: string;
  addPhotos: string;
  /** `{name}` */
  removePhoto: string;
  nextPhoto: string;
  /** `{names}` */
  skippedFiles: string;
  skippedFolders: string;
  /** Accessible name of the button that hides a message. */
  dismiss: string;
  continueWith: string;
  showPhoto: string;
  remove: string;
  undo: string;
  resultRemoved: string;
  /** `{name}` */
  photoRemoved: string;
  chooseVariant: string;
  /** Accessible name of the steps from the photo to a result. */
  steps: string;
  /** Heading of the earlier steps that a result can be compared with. */
  compareWith: string;
  /** Switches to choosing several styles. */
  compareStyles: string;
  /** `{count}` */
  compareStylesHint: string;
  /** `{count}` */
  styleCount: string;
  /** `{count}`, `{all}` */
  versionsReady: string;
  allVersions: string;
  /** Continues with an emptied room. */
  furnishNext: string;
  /** Asks for a notification when the picture is ready. */
  notifyMe: string;
  willNotify: string;
  openAgain: string;
}

/** Texts of an error. */
export interface ErrorTexts {
  title: string;
  advice: string;
}

/** All texts of the elements in one language. */
export interface Texts {
  studio: StudioTexts;
  tools: Record<ToolId, ToolTexts>;
  /** Headings of the groups of tools. */
  toolGroups: Record<"room" | "building" | "picture", string>;
  /** Labels of the form fields, by parameter. */
  fields: Record<FieldLabel, string>;
  /** What to do about a required field without a value, by field. */
  missing: Partial<Record<FieldLabel, string>>;
  /** Option labels, by value. Default: the label from the catalog, in sentence case. */
  options: Partial<Record<string, string>>;
  /** Descriptions shown next to some options, by value. Default: the description from the catalog. */
  hints?: Partial<Record<string, string>>;
  stages: Record<Progress["stage"], { name: string; sentence: string }>;
  changes: Record<Change, string>;
  /** Problems by issue code. Default: the client's own message. */
  issues: Partial<Record<IssueCode, string>>;
  /** Advice for files that are not JPEG or PNG, by detected MIME type. Default: the text in `issues`. */
  formats: Partial<Record<string, string>>;
  errors: Record<ErrorCode, ErrorTexts>;
  /** Problems with the page itself. The details go to the console. `notHosted` has the placeholder `{name}`. */
  faults: Record<"notLoaded" | "notSetUp" | "notHosted", ErrorTexts>;
  remedies: Record<"retry" | "resume" | "photo" | "options", string>;
  canResume: string;
  /** Absent in English: these texts load with the painter. */
  painter?: PainterTexts;
  compare: CompareTexts;
  disclosure: DisclosureTexts;
  rules: RulesTexts;
}

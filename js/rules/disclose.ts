// What a listing must contain for an altered photo.
import { describeAlterations, type DescribeOptions, type DisclosedRender } from "./alterations.js";
import { checkRules, isInForce, type CheckOptions, type Contradiction, type RulesCheck } from "./check.js";
import { combineInclude, combineOnImage, combinePosition, type OnImage } from "./combine.js";
import { DIGITAL_SOURCE_TYPE } from "./digital-source-type.js";
import { createLabel, joinTexts, type RequiredLabel } from "./labels.js";
import type { LabelPlace, Market, MarketInput, Rule } from "./rule-types.js";
import { english, fill } from "./texts.js";

/** Options of `disclosureFor()`. */
export interface DisclosureOptions extends DescribeOptions, CheckOptions {
  /** Public URL of the original photo, for markets that require a link to it. */
  original?: string | undefined;
}

/** What must be produced for an altered photo. */
export interface Disclosure {
  /** The market. */
  readonly market: Market;
  /** Whether a rule requires or recommends a disclosure for these changes. */
  readonly required: boolean;
  /** The check of the renders. */
  readonly check: RulesCheck;
  /** What was altered, in words. */
  readonly statement: string;
  /**
   * The altered files to produce: without a label on the image, with one, or one of both. Empty if the rules of the market
   * contradict each other: see `contradictions`.
   */
  readonly files: readonly ("clean" | "labeled")[];
  /** Text for the label on the image of the labeled file. */
  readonly imageLabel: string;
  /**
   * The URL in `imageLabel`, to also draw it as a QR code. Undefined if no rule requires a link in the label, if one forbids it
   * on the image, or if you passed no URL.
   */
  readonly imageLink?: string | undefined;
  /** Description of the altered photo, with the link to the original if one is required. */
  readonly caption: string;
  /** Texts for other fields of the listing, or empty. The remarks must start with them if `first` is set in `labels`. */
  readonly remarks: { readonly public: string; readonly agent: string; readonly media: string };
  /** All required labels, with their rules. */
  readonly labels: readonly RequiredLabel[];
  /** The original photo. */
  readonly original: {
    readonly include: "required" | "recommended" | "optional";
    /** Its position relative to the altered photo. */
    readonly position: "after" | "before" | "beside" | "anywhere";
    /** Whether a link, URL, or QR code to it is required. */
    readonly link: "required" | "optional";
    /** Its URL, if you passed it. If a link is required and this is undefined, the caption is incomplete. */
    readonly url?: string | undefined;
  };
  /** The order of the photos in the listing. Without "original", it does not have to be included. */
  readonly order: readonly ("original" | "altered")[];
  /** The metadata of the altered file. */
  readonly metadata: {
    /** The IPTC property to set. `exportPair()` and `markAsAltered()` of `reroom/element` set it. */
    readonly digitalSourceType: string;
    /** Keep machine-readable marks that the service put into the file: a rule requires them. */
    readonly keepMarks: boolean;
  };
  /** Further obligations, such as a box to check. */
  readonly obligations: readonly { readonly rule: Rule; readonly text: string }[];
  /** Rules that differ. You cannot obey all of them if one is not `resolved`. */
  readonly contradictions: readonly Contradiction[];
  /** The rules that apply. */
  readonly rules: readonly Rule[];
}

/**
 * Returns what a listing in a market must contain for a photo that renders altered: files, texts, and their order. This is no
 * legal advice: it repeats what the rules stated on the day on which they were read.
 *
 * ```ts
 * const { caption, files, order } = disclosureFor(staged, "us-ca", { original: "https://example.com/original/42" });
 * console.log(caption); // "Virtually staged. The unaltered image can be accessed at https://example.com/original/42"
 * ```
 *
 * Throws a `RangeError` if the market does not exist.
 */
export function disclosureFor(
  renders: DisclosedRender | readonly DisclosedRender[],
  market: MarketInput,
  { texts = english, original: url, on = new Date() }: DisclosureOptions = {},
): Disclosure {
  const check = checkRules(renders, market, { on });
  const statement = describeAlterations(renders, { texts }).text;
  const day = on.toISOString().slice(0, 10);
  const rules = check.market.rules.filter((rule) => isInForce(rule, day));
  const concerned = rules.filter((rule) => needsDisclosure(check, rule));
  const onImage = combineOnImage(rules, concerned);
  const drafts = concerned.flatMap((rule) =>
    (rule.labels ?? []).map((label) => ({
      isLinked: label.link === true || label.linkOnly === true,
      label: createLabel(rule, label, statement, onImage.value),
    })),
  );
  const at = (...places: LabelPlace[]) =>
    joinTexts(drafts.filter(({ label }) => places.includes(label.place)).map(({ label }) => label.text));
  const original = originalFor(concerned, url);
  const link = original.link === "required" && url ? fill(texts.disclosure.originalAt, { url }) : "";
  const labels = drafts.map(({ isLinked, label }) =>
    isLinked ? { ...label, text: joinTexts([label.text, link]) } : label,
  );
  const files = filesFor(onImage.value, labels.length > 0);
  const imageLink = link && files.includes("labeled") && acceptsLinkOnImage(rules, concerned) ? url : undefined;
  return {
    market: check.market,
    required: labels.some(({ recommended }) => !recommended),
    check,
    statement,
    files,
    imageLabel: joinTexts([at("image") || at("caption", "adjacent") || statement, imageLink ? link : ""]),
    imageLink,
    caption: joinTexts([at("caption", "adjacent") || statement, link]),
    remarks: { public: at("publicRemarks"), agent: at("agentRemarks"), media: at("mediaRemarks") },
    labels,
    original,
    order: orderOf(original),
    metadata: { digitalSourceType: DIGITAL_SOURCE_TYPE, keepMarks: rules.some(({ metadata }) => metadata) },
    obligations: rules
      .filter((rule) => concerned.includes(rule) || rule.scope === "general" || rule.metadata)
      .flatMap((rule) => (rule.obligations ?? []).map((text) => ({ rule, text }))),
    contradictions: [...check.contradictions, ...onImage.contradictions, ...combinePosition(concerned).contradictions],
    rules,
  };
}

/** Whether a rule wants changes of these renders disclosed. Forbidden changes count, in case you publish them anyway. */
const needsDisclosure = ({ changes }: RulesCheck, rule: Rule) =>
  changes.some(({ kind }) => {
    const { verdict, disclosed } = rule.changes[kind] ?? {};
    return verdict === "disclose" || verdict === "forbidden" || disclosed === true;
  });

function originalFor(concerned: readonly Rule[], url: string | undefined): Disclosure["original"] {
  const link = concerned.some(({ original }) => original?.link) ? "required" : "optional";
  return { include: combineInclude(concerned), position: combinePosition(concerned).value, link, url };
}

/** Whether a label with the link can be on the image, and no rule forbids links there. */
const acceptsLinkOnImage = (inForce: readonly Rule[], concerned: readonly Rule[]) =>
  concerned.some(({ labels = [] }) => labels.some(({ link, places }) => link && places.includes("image"))) &&
  !inForce.some(({ linkOnImage }) => linkOnImage);

function filesFor(onImage: OnImage, isLabeled: boolean): Disclosure["files"] {
  if (onImage === "impossible") return [];
  if (onImage === "required") return ["labeled"];
  return onImage === "forbidden" || !isLabeled ? ["clean"] : ["clean", "labeled"];
}

/** The original comes first unless a rule wants it after the altered photo. */
function orderOf({ include, position }: Disclosure["original"]): Disclosure["order"] {
  if (include === "optional" && position === "anywhere") return ["altered"];
  return position === "after" ? ["altered", "original"] : ["original", "altered"];
}

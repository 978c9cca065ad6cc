// The types of rules and markets. rule.schema.json describes the same for JSON files.

/** A change that rules name. */
export type ChangeKind =
  /** Adds furniture or decor. */
  | "addFurniture"
  /** Removes furniture or decor. */
  | "removeFurniture"
  /** Removes clutter and personal belongings. */
  | "removeClutter"
  /** Changes the color of walls. */
  | "wallColor"
  /** Changes floors, finishes, or materials. */
  | "finishes"
  /** Changes fixtures, cabinets, or appliances. */
  | "fixtures"
  /** Changes the structure or layout. */
  | "structure"
  /** Changes windows, or the views through them. */
  | "views"
  /** Changes the outside of the building. */
  | "exterior"
  /** Adds objects to a photo of the exterior. */
  | "stageExterior"
  /** Changes the landscaping or lawn. */
  | "landscape"
  /** Changes the surroundings, such as the street or neighboring properties, or adds to them. */
  | "surroundings"
  /** Removes parts of the surroundings, such as utility poles. */
  | "removeSurroundings"
  /** Replaces the sky. */
  | "sky"
  /** Changes the light or the time of day. */
  | "daylight"
  /** Changes the season. */
  | "season"
  /** Adds people. */
  | "addPeople"
  /** Adds animals. */
  | "addAnimals"
  /** Adds vehicles. */
  | "addVehicles"
  /** Hides defects. */
  | "hideDefects"
  /** Changes only the resolution or sharpness. */
  | "resolution"
  /** Creates an image from a drawing instead of a photo. */
  | "rendering";

/** What a rule states about a change, from the most to the least strict. */
export type Verdict =
  /** Not allowed, and a disclosure does not make it allowed. */
  | "forbidden"
  /** Allowed under the quoted condition. */
  | "conditional"
  /** Allowed with a disclosure. */
  | "disclose"
  /** Allowed without a disclosure. */
  | "allowed"
  /** The text that was read does not mention it. */
  | "unspecified";

/** Where a label or statement must be. */
export type LabelPlace =
  /** On the image itself. */
  | "image"
  /** Next to the image. */
  | "adjacent"
  /** The description of the photo. */
  | "caption"
  /** The MLS's own label of the photo. */
  | "mlsLabel"
  /** The remarks about the media. */
  | "mediaRemarks"
  /** The public remarks of the listing. */
  | "publicRemarks"
  /** The remarks for agents. */
  | "agentRemarks"
  /** The name of the file. */
  | "fileName";

/** What a rule states about one kind of change. */
export interface RuleChange {
  /** The verdict. */
  readonly verdict: Exclude<Verdict, "unspecified">;
  /** Index of the quote. Default: 0. */
  readonly quote?: number;
  /** The change is not named, but a general term of the text includes it. */
  readonly implied?: boolean;
  /** The condition, in the words of this package. */
  readonly condition?: string;
  /** For `conditional`: it must also be disclosed. */
  readonly disclosed?: boolean;
}

/** A label that a rule requires. */
export interface RuleLabel {
  /** The places to choose from. Empty: the rule names none. */
  readonly places: readonly LabelPlace[];
  /** The words of the rule. Absent: free wording. */
  readonly texts?: readonly string[];
  /** The words are examples; others are accepted. */
  readonly examples?: boolean;
  /** The words are not suitable for every change, so they are only suggestions. */
  readonly optional?: boolean;
  /** The text must stand first. */
  readonly first?: boolean;
  /** The label must contain the link to the original. */
  readonly link?: boolean;
  /** Only the link must be there, no other words. */
  readonly linkOnly?: boolean;
  /** Recommended, not required. */
  readonly recommended?: boolean;
  /** Index of the quote. */
  readonly quote: number;
}

/** What a rule states about the original photo. */
export interface RuleOriginal {
  /** Whether the original must be among the photos. Absent: unspecified. */
  readonly include?: "required" | "recommended" | "notRequired";
  /** Immediately after, before, or on either side of the altered photo. Absent: anywhere in the listing. */
  readonly position?: "after" | "before" | "beside";
  /** The position is only recommended. */
  readonly positionRecommended?: boolean;
  /** A link, URL, or QR code to the original is required. */
  readonly link?: "required";
  /** Index of the quote. */
  readonly quote?: number;
}

/** A rule about altered photos in listings: data, with its source. */
export interface Rule {
  /** For example `us-ca-crmls-11.5.2`. */
  readonly id: string;
  /** The market that it belongs to. */
  readonly market: string;
  /** Whose rule it is. */
  readonly authority: string;
  /** Its title. */
  readonly title: string;
  /** The section, with the name of the code or rules. */
  readonly section: string;
  /** Address of the text. */
  readonly url: string;
  /** The day on which the text was read, as an ISO date. */
  readonly read: string;
  /** The authority's own page, or the same text on another site. */
  readonly source: "own" | "reprint";
  /** Whether the whole text was read. Otherwise, later clauses can add requirements. */
  readonly complete: boolean;
  /** `general`: the text that was read is about photos or advertising, not about altered images. */
  readonly scope: "altered-images" | "general";
  /** Only `binding` rules are binding. Bills are not in force. */
  readonly force: "binding" | "guideline" | "guidance" | "bill";
  /** The date on the page itself. */
  readonly pageDate?: string;
  /** When it is in force. Dates may lack the day or the month. Absent: not known. */
  readonly inForce?: { readonly from?: string; readonly until?: string; readonly note?: string };
  /** Known days on which the law changes. */
  readonly changesOn?: readonly { readonly date: string; readonly what: string }[];
  /** Who must obey. Absent: the text that was read does not say. */
  readonly who?: string;
  /** The decisive sentences, word for word, up to 60 words each. The first one is the main quote. */
  readonly quotes: readonly string[];
  /** What it states about changes. Absent changes are unspecified. */
  readonly changes: Readonly<Partial<Record<ChangeKind, RuleChange>>>;
  /** The labels that it requires for changes that it names. */
  readonly labels?: readonly RuleLabel[];
  /** What it states about text on the image. */
  readonly onImage?: { readonly value: "required" | "allowed" | "forbidden"; readonly quote: number };
  /** It forbids URLs or QR codes on the image. */
  readonly linkOnImage?: { readonly value: "forbidden"; readonly quote: number };
  /** What it states about the original photo. */
  readonly original?: RuleOriginal;
  /** A machine-readable mark in the file is required. */
  readonly metadata?: { readonly value: "required"; readonly quote: number };
  /** It forbids what misrepresents the property. */
  readonly misrepresentation?: { readonly quote: number };
  /** Further obligations, in the words of this package. */
  readonly obligations?: readonly string[];
  /** What to know about this text. */
  readonly notes?: string;
}

/** Rules that apply together. */
export interface Market {
  /** For example `us-ca-crmls`. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** All rules, those of the markets around it first. */
  readonly rules: readonly Rule[];
}

/** The id of a market, several ids separated by spaces, or a market. In a list, all of them apply together. */
export type MarketInput = string | Market | readonly (string | Market)[];

/** A market to add with `addMarket()`. */
export interface MarketDefinition {
  /** Its id. The id of an existing market replaces that market. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Markets whose rules apply too. */
  readonly within?: readonly string[] | undefined;
  /** Its own rules. */
  readonly rules?: readonly Rule[] | undefined;
}

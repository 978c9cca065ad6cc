// Exports an original photo and its altered version as files.
import { ReRoomError } from "../../client/index.js";
import { describeAlterations, type DisclosedRender } from "../../rules/alterations.js";
import type { Disclosure, MarketInput } from "../../rules/index.js";
import { loadTexts } from "../locales/index.js";
import { fetchImage } from "../remote-images.js";
import { createQrCode, type QrCode } from "../../rules/qr-code.js";
import { redraw, type Label } from "./label.js";
import { createManifest, type Manifest } from "./manifest.js";
import type { Credentials } from "./content-credentials.js";
import {
  readBytes,
  shouldKeepCredentials,
  isSigned,
  markAsAltered,
  detectType,
  type MarkedPhoto,
  type MarkOptions,
} from "./mark.js";

/** Options of `exportPair()`. */
export interface ExportOptions extends MarkOptions {
  /** The original photo, or its URL. */
  original: Blob | string;
  /** The altered photo, or its URL. */
  altered: Blob | string;
  /**
   * Text to draw on the altered photo. `true` draws the disclosure for `renders` in the language of `lang`. Default: no
   * label, because some markets require one and others forbid it.
   */
  label?: boolean | string | undefined;
  /**
   * The market of the listing, such as `"us-ca-crmls"`: its rules decide about the label and the order. Not together with
   * `label`. See `reroom/rules`.
   */
  market?: MarketInput | undefined;
  /**
   * Public URL of the original photo, for markets that require a link to it. If they accept it on the photo, the labeled file also
   * has a QR code.
   */
  originalUrl?: string | undefined;
  /**
   * Signs the altered files with Content Credentials, for example on your server. `source` is the altered photo before it was
   * marked, whose own Content Credentials can be an ingredient. Resolves to the signed file.
   */
  sign?: ((photo: Blob, manifest: Manifest, source: Blob) => Promise<Blob>) | undefined;
  /** The renders that altered the photo, in order. Default: unknown, so the label is "Digitally altered". */
  renders?: DisclosedRender | readonly DisclosedRender[] | undefined;
  /** A language tag. Default `"en"`. */
  lang?: string | undefined;
  /** Start of the file names, before `-1-original` and `-2-altered`, in the order of the listing. Default `"photo"`. */
  name?: string | undefined;
}

/** Result of `exportPair()`. */
export interface ExportedPair {
  /** The original photo, byte for byte. Its Content Credentials stay valid. */
  readonly original: File;
  /** The altered photo. */
  readonly altered: File;
  /** Whether the metadata of the altered photo marks it as altered. */
  readonly marked: boolean;
  /** Whether a label was drawn on the altered photo. */
  readonly labeled: boolean;
  /** What happened to the Content Credentials (C2PA) of the altered photo. */
  readonly credentials: Credentials;
  /** With `market`, if it allows both: the altered photo with a label. `altered` then has none. */
  readonly labeledAltered?: File | undefined;
  /** With `market`: the texts and the order that it requires. */
  readonly disclosure?: Disclosure | undefined;
}

/**
 * Exports an original photo and its altered version as two files.
 *
 * ```ts
 * const { original, altered } = await exportPair({ original: "/room.jpg", altered: render.outputs[0] });
 * ```
 *
 * The original file is unchanged. The altered file is marked as AI-altered in its metadata (XMP, IPTC
 * `DigitalSourceType`). Its image is only re-encoded to draw a label, or to convert a file that is not JPEG or PNG.
 * Content Credentials (C2PA) in the altered photo are removed, because they are only valid for the unmarked file. With
 * `credentials: "keep"`, a signed photo is exported unchanged: without a mark and without a label.
 *
 * Rejects with a `ReRoomError`: `network` if a URL cannot be read (its host must allow your origin with CORS), or
 * `invalid_image` if a photo must be redrawn and cannot be decoded.
 */
export async function exportPair(options: ExportOptions): Promise<ExportedPair> {
  const { name = "photo" } = options;
  const [original, altered] = await Promise.all([readPhoto(options.original), readPhoto(options.altered)]);
  const plan = await planExport(options);
  const create = async (label: Label) => {
    const marked = await markPhoto(altered, label, plan);
    const blob = (await options.sign?.(marked.blob, createManifest(name, marked.blob.type), altered)) ?? marked.blob;
    return { ...marked, blob };
  };
  const { blob, marked, credentials } = await create(plan.label);
  const both = plan.also && credentials !== "kept" ? await create(plan.also) : undefined;
  const [first, second] = plan.isAlteredFirst ? [2, 1] : [1, 2];
  return {
    original: await createFile(original, `${name}-${first}-original`),
    altered: await createFile(blob, `${name}-${second}-altered`),
    marked,
    labeled: plan.label.text !== "" && credentials !== "kept",
    credentials,
    ...(both && { labeledAltered: await createFile(both.blob, `${name}-${second}-labeled`) }),
    ...(plan.disclosure && { disclosure: plan.disclosure }),
  };
}

interface Plan extends MarkOptions {
  /** The label on the altered photo. */
  readonly label: Label;
  /** The label on a second altered file. Undefined: there is none. */
  readonly also?: Label | undefined;
  readonly isAlteredFirst: boolean;
  readonly disclosure?: Disclosure;
}

async function planExport(options: ExportOptions): Promise<Plan> {
  const { label = false, lang = "en", renders = [], market, originalUrl, credentials } = options;
  if (market === undefined) {
    const text = label === true ? describeAlterations(renders, { texts: await loadTexts(lang) }).text : label || "";
    return { label: { text }, isAlteredFirst: false, credentials };
  }
  if (label) throw invalidRequest("The market decides about the label. Pass either market or label.");
  const { disclosureFor, findMarket } = await loadRules();
  const found = orThrow(() => findMarket(market));
  const disclosure = disclosureFor(renders, found, { texts: await loadTexts(lang), original: originalUrl });
  const { files, imageLabel, imageLink, original, metadata } = disclosure;
  if (files.length === 0)
    throw invalidRequest(
      `The rules of ${found.name} contradict each other about text on the image. Export for one of them.`,
    );
  const isClean = files.includes("clean");
  const required = { text: imageLabel, qrCode: imageLink === undefined ? undefined : await loadQrCode(imageLink) };
  return {
    label: isClean ? noLabel : required,
    also: isClean && files.includes("labeled") ? required : undefined,
    isAlteredFirst: original.position === "after",
    disclosure,
    // A market that requires a machine-readable mark also requires that the service's own one stays.
    credentials: credentials ?? (metadata.keepMarks ? "keep" : "remove"),
  };
}

const noLabel: Label = { text: "" };

/** Creates the QR code for the URL of the original. */
async function loadQrCode(url: string): Promise<QrCode> {
  try {
    return await createQrCode(url);
  } catch (cause) {
    const message = "Cannot create the QR code. Use a shorter originalUrl, and serve all files of the package.";
    throw invalidRequest(message, cause);
  }
}

const invalidRequest = (message: string, cause?: unknown) => new ReRoomError("invalid_request", message, { cause });

/** Unknown markets reject with a `ReRoomError`, like everything else here. */
function orThrow<T>(find: () => T): T {
  try {
    return find();
  } catch (cause) {
    throw invalidRequest((cause as Error).message, cause);
  }
}

async function loadRules(): Promise<typeof import("../../rules/index.js")> {
  try {
    return await import("../../rules/index.js");
  } catch (cause) {
    const message = "Cannot load the rules of the market. Serve all files in the package's dist/rules folder.";
    throw new ReRoomError("network", message, { cause, retryable: true });
  }
}

/** Marks and labels the photo. Checks for Content Credentials first, because a redrawn photo has none. */
async function markPhoto(photo: Blob, label: Label, options: MarkOptions): Promise<MarkedPhoto> {
  if (!label.text) return markAsAltered(photo, options);
  const keep = shouldKeepCredentials(options);
  const signed = await isSigned(await readBytes(photo));
  if (signed && keep) return markAsAltered(photo, options);
  const type = (await detectType(photo)) === "image/png" ? "image/png" : "image/jpeg";
  const labeled = await markAsAltered(await redraw(photo, label, type));
  return { ...labeled, credentials: signed ? "removed" : "none" };
}

async function readPhoto(photo: Blob | string): Promise<Blob> {
  if (typeof photo !== "string") return photo;
  // Drop the query and fragment, which may contain a signature.
  const address = photo.split(/[?#]/, 1).join("");
  const response = await fetchImage(photo).catch((cause: unknown) => {
    throw new ReRoomError("network", `Cannot read ${address}. Its host must allow this origin (CORS).`, {
      cause,
      retryable: true,
    });
  });
  const { ok, status } = response;
  if (!ok) throw new ReRoomError("network", `Cannot load ${address}: status ${status}. Check the URL.`, { status });
  return response.blob();
}

async function createFile(photo: Blob, name: string): Promise<File> {
  const type = await detectType(photo);
  const extension = type === "image/jpeg" ? "jpg" : (/^image\/(\w+)/.exec(type)?.[1] ?? "bin");
  return new File([photo], `${name}.${extension}`, { type });
}

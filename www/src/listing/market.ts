// The market of the listing: what its rules require for each altered photo. The rules load when a market is chosen.
import { html, nothing, render, type TemplateResult } from "lit";
import type { Disclosure, Rule, UpcomingChange } from "reroom/rules";
import { byId } from "../dom.js";
import type { ListingPhoto } from "./photos.js";
import type { Shelf } from "./shelf.js";

type Rules = typeof import("reroom/rules");

let rules: Rules | undefined;

/** Returns the chosen market, or an empty string. */
export const chosenMarket = (): string => byId("market", HTMLSelectElement).value;

/** Sets up the switch. `changed` is called when another market is chosen and its rules have loaded. */
export function setUpMarket(changed: () => void): void {
  byId("market", HTMLSelectElement).addEventListener("change", () => {
    void import("reroom/rules").then((loaded) => {
      rules = loaded;
      changed();
    });
  });
}

/** Renders what the market requires for the altered photos. */
export function showMarket(photos: readonly ListingPhoto[], shelf: Shelf): void {
  const place = byId("market-view", HTMLElement);
  const market = chosenMarket();
  const loaded = rules;
  if (!loaded || market === "") {
    render(nothing, place);
    return;
  }
  const altered = photos.flatMap((photo) => {
    const result = shelf.results[photo.id];
    if (!result) return [];
    const original = new URL(photo.src, location.href).href;
    return [{ photo, original, disclosure: loaded.disclosureFor(result.renders, market, { original }) }];
  });
  const [first] = altered;
  render(
    html`${first ? remarks(first.disclosure) : html`<p>No photo of this listing is altered.</p>`}
    ${altered.map(({ photo, original, disclosure }) => requirements(loaded, photo, disclosure, original))}
    ${first ? sources(first.disclosure) : nothing}`,
    place,
  );
}

function remarks({ remarks }: Disclosure): TemplateResult | typeof nothing {
  if (!remarks.public) return nothing;
  return html`<p><b>The public remarks start with:</b> <q>${remarks.public}</q></p>`;
}

function requirements(
  { drawQrCode }: Rules,
  { id, name }: ListingPhoto,
  { check, order, files, caption, imageLabel, labels, original, metadata }: Disclosure,
  url: string,
): TemplateResult {
  const label = labels.find(({ place }) => place === "mlsLabel")?.text;
  return html`<section class="required" data-required=${id} data-verdict=${check.verdict}>
    <h3>${name}: ${verdicts[check.verdict]}</h3>
    <ol>
      ${order.map((kind) => html`<li>${kind === "original" ? "The original photo" : alteredFiles(files, imageLabel)}</li>`)}
    </ol>
    <p><b>Photo description:</b> ${caption}</p>
    ${label ? html`<p><b>MLS label:</b> ${label}</p>` : nothing}
    ${original.link === "required" ? qrCode(drawQrCode, url) : nothing}
    ${metadata.keepMarks ? html`<p>The file keeps its machine-readable marks.</p>` : nothing}
  </section>`;
}

const verdicts: Readonly<Record<Disclosure["check"]["verdict"], string>> = {
  forbidden: "not allowed",
  conditional: "allowed under a condition",
  disclose: "must be disclosed",
  allowed: "allowed without a disclosure",
  unspecified: "no rule found",
};

function alteredFiles(files: Disclosure["files"], imageLabel: string): string {
  if (files.length === 2) return `The altered photo, with or without the label “${imageLabel}” on it`;
  return files[0] === "labeled"
    ? `The altered photo, with the label “${imageLabel}” on it`
    : "The altered photo, without text on it";
}

/** A link for print. */
function qrCode(draw: Rules["drawQrCode"], url: string): TemplateResult {
  const image = document.createElement("img");
  Object.assign(image, { alt: `QR code: ${url}`, width: 96, height: 96 });
  void draw(url).then((svg) => {
    // Not a data: URL, which the page's policy forbids.
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    image.onload = () => {
      URL.revokeObjectURL(image.src);
    };
  });
  return html`<p class="qr">${image} <span class="fine">The original photo, for print</span></p>`;
}

function sources({ rules, market, check }: Disclosure): TemplateResult {
  return html`<details>
      <summary>The rules of ${market.name}</summary>
      <ul>
        ${rules.map((rule) => html`<li><q>${rule.quotes[0]}</q> ${source(rule)}</li>`)}
      </ul>
    </details>
    ${check.upcoming.map(upcoming)}
    <p class="fine">This is not legal advice. Read the rules themselves before you rely on them.</p>`;
}

/** A law that is not in force yet, or that will change on a known day. */
const upcoming = ({ rule, date, what }: UpcomingChange): TemplateResult =>
  html`<p class="fine upcoming">${date === undefined ? what : `${date}: ${what}`} ${source(rule)}</p>`;

const source = ({ authority, section, url, read }: Rule): TemplateResult =>
  html`<a href=${url}>${authority}, ${section}</a>, read on ${read}`;

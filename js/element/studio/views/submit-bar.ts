// The bar at the bottom of the panel: what the request is and costs, and the button that sends it.
import { html, nothing, type TemplateResult } from "lit";
import type { ToolId } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { onFirstClick } from "./click.js";
import { describeChoices, isSameOrder } from "./order.js";
import { creditsText } from "./credits.js";
import { useButton } from "./result-buttons.js";
import type { ViewContext } from "./context.js";

/** Renders the bar. While a result is on display, its primary button is to use the result. */
export function submitBar(view: ViewContext, tool: ToolId): TemplateResult {
  const { state, texts, submit } = view;
  const { shown, photo, job, blocked } = state;
  const [result] = shown.length === 1 ? shown : [];
  const again = shown.some((each) => isSameOrder(each, view));
  const cost = totalCost(view);
  const choices = describeChoices(state.fields, texts, view.variants?.length ?? 1);
  const details = [choices, cost && creditsText(cost, texts)].filter(Boolean);
  return html`
    <div class="submit" part="submit">
      <p id="submit-hint" class="fine" role="status">${hint(view)}</p>
      ${result ? useButton(view, result, "wide") : nothing}
      <button
        class=${again ? "quiet" : "primary large"}
        part=${again ? "button" : "button primary"}
        type="button"
        data-action="submit"
        aria-describedby="submit-hint"
        ?disabled=${!photo?.source || photo.issues.length > 0 || state.opening || job.kind === "busy" || blocked}
        @click=${onFirstClick(submit)}
      >
        <span>${again ? texts.studio.another : texts.tools[tool].submit}</span>
        ${details.length > 0 ? html`<small>${details.join(" · ")}</small>` : nothing}
      </button>
    </div>
  `;
}

/** The price of the request in all its styles, if known. */
const totalCost = ({ state: { cost }, variants = [] }: ViewContext): number | undefined =>
  cost === undefined ? undefined : cost * Math.max(variants.length, 1);

function hint(view: ViewContext): string {
  const { state, asked, texts } = view;
  const { studio } = texts;
  const { photo, missing, balance } = state;
  const cost = totalCost(view);
  if (photo && photo.issues.length > 0) return photo.canPad ? `${studio.needsBorders}.` : studio.photoRefused;
  if (!photo) return studio.choosePhotoFirst;
  if (!photo.checked) return studio.checking;
  if (!photo.source) return photo.error ? studio.photoUnreadable : studio.openAgain;
  if (asked && missing?.field) return texts.missing[missing.field.field.label] ?? "";
  if (asked && missing?.kind === "mask") return studio.paintFirst;
  if (balance === undefined) return "";
  const left = fill(studio.balance, { credits: creditsText(balance, texts) });
  return cost !== undefined && balance < cost ? `${texts.errors.insufficient_credits.title}. ${left}` : left;
}

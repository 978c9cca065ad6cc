// What the market states about the request, before it is sent.
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Finding, Rule, RulesCheck, UpcomingChange } from "../../../rules/index.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import type { ViewContext } from "../views/context.js";

/** Renders the verdict with the sentences of the rules, or nothing without a market. */
export function marketRules({ rules, state, texts }: ViewContext): TemplateResult | typeof nothing {
  if (!rules) return nothing;
  const { check, confirmed, asked, confirm } = rules;
  const { verdict, market } = check;
  const isForbidden = verdict === "forbidden";
  return html`<div class="rules ${verdict}" part="rules">
    <details>
      <summary>
        ${icon(isForbidden || verdict === "conditional" ? "warning" : "check")}${fill(texts.rules.verdicts[verdict], {
          market: market.name,
        })}
      </summary>
      <ul>
        ${sentences(check).map((finding) => sentence(finding, texts.rules.source))}
      </ul>
    </details>
    ${check.upcoming.map((change) => upcoming(change, texts.rules.source))}
    <p class="fine">${texts.rules.notAdvice}</p>
    ${
      isForbidden
        ? html`<label>
              <input
                type="checkbox"
                data-action="confirm-rules"
                .checked=${live(confirmed)}
                ?disabled=${state.job.kind === "busy"}
                @change=${(event: Event) => {
                  confirm((event.target as HTMLInputElement).checked);
                }}
              />
              <span>${texts.rules.confirm}</span>
            </label>
            ${asked && !confirmed ? html`<p class="bad" role="alert">${texts.rules.confirmFirst}</p>` : nothing}`
        : nothing
    }
  </div>`;
}

type Sentence = Pick<Finding, "rule" | "quote">;

/** The different sentences, those that decide first. */
function sentences({ changes, cautions, verdict }: RulesCheck): Sentence[] {
  const findings = changes.flatMap((change) => change.findings);
  const decisive = findings.filter((finding) => finding.verdict === verdict);
  const all: Sentence[] = [...decisive, ...findings, ...cautions];
  return all.filter(
    ({ rule, quote }, index) => all.findIndex((other) => other.rule === rule && other.quote === quote) === index,
  );
}

function sentence({ rule, quote }: Sentence, source: string): TemplateResult {
  return html`<li><q>${quote}</q> ${sourceLink(rule, source)}</li>`;
}

/** Renders a law that is not in force yet, or that will change on a known day. */
const upcoming = ({ rule, date, what }: UpcomingChange, source: string): TemplateResult =>
  html`<p class="fine">${date === undefined ? what : `${date}: ${what}`} ${sourceLink(rule, source)}</p>`;

function sourceLink({ url, authority, section, read }: Rule, source: string): TemplateResult {
  // The page can add rules from elsewhere, whose address could be a script.
  const href = /^https?:/i.test(url) ? url : nothing;
  return html`<a href=${href} target="_blank" rel="noopener">${fill(source, { authority, section, date: read })}</a>`;
}

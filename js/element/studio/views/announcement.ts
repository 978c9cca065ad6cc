// What screen readers announce when the state changes.
import type { Snapshot } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import { describeIssue } from "../error-messages.js";
import { describeChanges } from "./verdict.js";
import { describeProgress } from "./progress.js";

/** Describes the state, and how many finished results the user has not seen yet. */
export function describeState(state: Snapshot, texts: Texts, language: string): string {
  const count = state.photos.reduce((sum, { news }) => sum + news, 0);
  const news = count > 0 ? `${fill(texts.studio.newResults, { count })}.` : "";
  return [news, describeView(state, texts, language)].filter(Boolean).join(" ");
}

/** Describes what is on display in a sentence. Errors and removals are announced where they are shown. */
function describeView({ opening, job, shown, photo }: Snapshot, texts: Texts, language: string): string {
  const { studio } = texts;
  if (opening) return studio.checking;
  if (job.kind === "busy") return describeProgress(job.progress, texts);
  const [first, second] = shown;
  if (second) return studio.chooseVariant;
  if (first) return first.accepted ? studio.accepted : `${studio.finished}. ${studio.finishedHint}`;
  if (!photo) return "";
  const { name, issues, report, canPad } = photo;
  const alt = studio.photoAlt.replace("{name}", name);
  if (issues.length > 0 && !canPad)
    return [`${alt}. ${studio.refused}.`, ...issues.map((issue) => describeIssue(issue, texts, report?.mime))].join(
      " ",
    );
  const { fit, changes } = describeChanges(photo, texts, language);
  const others = changes.join(", ");
  const found = fit ?? (others ? studio.mended : `${studio.ready}.`);
  return `${alt}. ${fit ? `${found}.` : found}${others && ` ${others}.`}`;
}

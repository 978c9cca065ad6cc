// What screen readers announce when the state changes.
import type { Snapshot } from "../../../studio/index.js";
import type { Texts } from "../../locales/texts.js";
import { describeIssue } from "../error-messages.js";
import { describeChanges } from "./verdict.js";
import { describeProgress } from "./progress.js";

/** Describes the state in a sentence. Errors and removals are announced where they are shown. */
export function describeState({ opening, job, shown, photo }: Snapshot, texts: Texts, language: string): string {
  const { studio } = texts;
  if (opening) return studio.checking;
  if (job.kind === "busy") return describeProgress(job.progress, texts);
  const [first] = shown;
  if (first) return first.accepted ? studio.accepted : `${studio.finished}. ${studio.finishedHint}`;
  if (!photo) return "";
  const { name, issues, report } = photo;
  const alt = studio.photoAlt.replace("{name}", name);
  if (issues.length > 0)
    return [`${alt}. ${studio.refused}.`, ...issues.map((issue) => describeIssue(issue, texts, report?.mime))].join(
      " ",
    );
  const { fit, changes } = describeChanges(photo, texts, language);
  const others = changes.join(", ");
  if (fit !== undefined)
    return [alt, fit, others]
      .filter(Boolean)
      .map((text) => `${text}.`)
      .join(" ");
  return others ? `${alt}. ${studio.mended} ${others}.` : `${alt}. ${studio.ready}.`;
}

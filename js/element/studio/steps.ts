// The steps from the photo to a result: the photo, then each result that the next one was made from.
import type { Result, Snapshot, Studio } from "../../studio/index.js";

/** An image on the way from the photo to a result. */
export interface Step {
  /** URL of the image. */
  readonly url: string;
  /** The result that the image is. Undefined for the photo. */
  readonly result: Result | undefined;
}

/** Returns the steps to a result, or to the photo without one. If a result in between was removed, the steps before it are missing. */
export function stepsTo({ chain, results }: Snapshot, id: string | undefined): readonly Step[] {
  const steps: Step[] = [];
  for (let next = id; next !== undefined;) {
    const result = results.find((each) => each.id === next);
    if (!result) break;
    steps.unshift({ url: result.after, result });
    next = result.parent;
  }
  return [{ url: chain[0]?.url ?? "", result: undefined }, ...steps];
}

/** Returns the finished results of the same order, if there are several. */
export function versionsOf({ results }: Snapshot, { group }: Result): readonly Result[] {
  const versions = results.filter((each) => each.group === group && isFinished(each));
  return group !== undefined && versions.length > 1 ? versions : [];
}

/** Whether a result can be shown. */
export const isFinished = ({ state }: Result): boolean => state === "done" || state === "seen";

/** Goes back to the photo. */
export function showOriginal(studio: Studio, photoId: string): void {
  studio.select(photoId);
  studio.show();
}

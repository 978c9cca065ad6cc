// Before and after, under one native slider.
import { byId, show } from "./dom.js";
import type { Outcome, Size, Store } from "./state.js";

/** Shows the outcome of a job on the stage and moves the divider with the slider. */
export function showComparison(store: Store): void {
  const box = byId("compare", HTMLElement);
  const split = byId("split", HTMLInputElement);
  const divide = () => {
    box.style.setProperty("--split", `${split.value}%`);
    split.setAttribute("aria-valuetext", `${split.value} percent before, ${100 - Number(split.value)} percent after`);
  };
  split.addEventListener("input", divide);
  store.subscribe(({ status }, previous) => {
    if (status === previous.status) return;
    show(box, status.kind === "done");
    if (status.kind !== "done") return;
    byId("before", HTMLImageElement).src = status.outcome.before;
    byId("after", HTMLImageElement).src = status.outcome.after;
    split.value = "50";
    divide();
  });
}

/** Waits until a picture can be shown at once, and measures it; nothing when it cannot be shown at all. */
export async function preload(url: string): Promise<Size | undefined> {
  const picture = new Image();
  picture.src = url;
  return picture.decode().then(
    () => ({ width: picture.naturalWidth, height: picture.naturalHeight }),
    () => undefined,
  );
}

/** Saves the result to a file, or opens it where its server does not let a page read it. */
export async function download({ after, render }: Outcome): Promise<void> {
  const blob = await fetch(after).then(
    (response) => (response.ok ? response.blob() : undefined),
    () => undefined,
  );
  if (!blob) {
    window.open(after, "_blank", "noopener");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `reroom-${render._id}.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

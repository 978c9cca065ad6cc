// The stages of a job in words, for the eye and for the ear.
import type { Progress } from "reroom";
import { byId, make, show } from "./dom.js";
import type { Store } from "./state.js";

type Stage = Progress["stage"];

const stages: readonly { stage: Stage; name: string; sentence: string }[] = [
  { stage: "preparing", name: "Preparing", sentence: "Looking over the photo and the options." },
  { stage: "uploading", name: "Uploading", sentence: "The photo is on its way." },
  { stage: "queued", name: "Queued", sentence: "The service has it and will start soon." },
  { stage: "rendering", name: "Rendering", sentence: "The picture is being made." },
  { stage: "done", name: "Done", sentence: "The picture is finished." },
];

/** Waiting for a free place comes before the service has the job, as uploading does. */
const position = (stage: Stage) =>
  stages.findIndex((entry) => entry.stage === (stage === "waiting" ? "uploading" : stage));

/** Follows the job: the list of stages, the live region, and the cancel button. */
export function showProgress(store: Store, announce: (text: string) => void, cancel: () => void): void {
  const items = stages.map(({ name }) => make("li", "", name));
  const box = byId("progress", HTMLElement);
  byId("stages", HTMLOListElement).append(...items);
  byId("cancel", HTMLButtonElement).addEventListener("click", cancel);
  store.subscribe(({ status }, previous) => {
    if (status === previous.status) return;
    show(box, status.kind === "busy");
    if (status.kind !== "busy") return;
    const current = position(status.stage);
    items.forEach((item, index) => {
      item.classList.toggle("past", index < current);
      if (index === current) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    announce(status.stage === "waiting" ? "Waiting for a free place." : (stages[current]?.sentence ?? ""));
  });
}

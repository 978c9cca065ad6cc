// A photo comes to the table: chosen, dropped, pasted, or one of the samples.
import { inspectImage, type Issue } from "reroom";
import { byId, make, readableBytes, show } from "./dom.js";
import { issueList } from "./errors.js";
import type { Photo, Store } from "./state.js";

const samples = [
  { file: "living-room-empty", name: "Empty living room" },
  { file: "bedroom-empty", name: "Empty bedroom" },
  { file: "living-room-staged", name: "Living room" },
  { file: "house-exterior", name: "House" },
  { file: "living-room-sketch", name: "Line drawing" },
];

/** Reads a photo's header and lists what the service would object to. */
export async function openPhoto(blob: Blob, name: string): Promise<Photo> {
  const report = await inspectImage(blob);
  return { name, blob, url: URL.createObjectURL(blob), report };
}

/** Connects every way a photo can come in; `accept` gets each one. */
export function acceptPhotos(accept: (blob: Blob, name: string) => void): void {
  const input = byId("file", HTMLInputElement);
  input.addEventListener("change", () => {
    takeFirst(input.files, accept);
    // So that choosing the same file again is a change.
    input.value = "";
  });
  acceptDrops(accept);
  document.addEventListener("paste", (event) => {
    takeFirst(event.clipboardData?.files, accept);
  });
  byId("samples", HTMLUListElement).append(...samples.map((sample) => makeSample(sample, accept)));
}

function takeFirst(files: FileList | null | undefined, accept: (blob: Blob, name: string) => void): void {
  const file = files?.[0];
  if (file) accept(file, file.name);
}

function acceptDrops(accept: (blob: Blob, name: string) => void): void {
  const stage = byId("stage", HTMLElement);
  const over = (event: DragEvent) => {
    event.preventDefault();
    stage.classList.add("over");
  };
  const leave = () => {
    stage.classList.remove("over");
  };
  stage.addEventListener("dragover", over);
  stage.addEventListener("dragleave", leave);
  stage.addEventListener("drop", (event) => {
    event.preventDefault();
    leave();
    takeFirst(event.dataTransfer?.files, accept);
  });
}

function makeSample(sample: (typeof samples)[number], accept: (blob: Blob, name: string) => void): HTMLLIElement {
  const picture = make("img");
  picture.src = `/samples/thumbnails/${sample.file}.jpg`;
  picture.width = 180;
  picture.height = 120;
  picture.alt = "";
  const button = make("button", "sample", picture, make("span", "", sample.name));
  button.type = "button";
  button.addEventListener("click", () => {
    void fetch(`/samples/${sample.file}.jpg`)
      .then((response) => response.blob())
      .then((blob) => {
        accept(blob, `${sample.file}.jpg`);
      });
  });
  return make("li", "", button);
}

/** Shows the photo, its measures, and what is wrong with it. */
export function showPhoto(store: Store): void {
  const picture = byId("photo", HTMLImageElement);
  picture.addEventListener("error", () => {
    show(picture, false);
  });
  store.subscribe(({ photo, status }, previous) => {
    const finished = status.kind === "done" ? status.outcome.size : undefined;
    showDimensions(finished ?? photo?.report ?? {});
    if (!photo || photo === previous.photo) return;
    show(picture, true);
    picture.src = photo.url;
    picture.alt = `Your photo, ${photo.name}`;
    showMeasures(photo);
    showVerdict(photo.report.issues);
    if (previous.photo) URL.revokeObjectURL(previous.photo.url);
  });
}

function showMeasures({ name, report }: Photo): void {
  const { width, height } = report;
  const text = (id: string, value: string) => void (byId(id, HTMLElement).textContent = value);
  text("file-name", name);
  text("file-format", report.format === "unknown" ? "Not JPEG or PNG" : report.format.toUpperCase());
  text("file-size", readableBytes(report.bytes));
  text("file-pixels", width && height ? `${width} × ${height}` : "Unknown");
  text("replace", "Replace");
}

/** Writes the pixels of what is on the sheet along its edges, and gives the frame its proportions. */
function showDimensions({ width = 0, height = 0 }: { width?: number; height?: number }): void {
  byId("dimension-width", HTMLElement).textContent = width ? `${width} px` : "";
  byId("dimension-height", HTMLElement).textContent = height ? `${height} px` : "";
  byId("stage", HTMLElement).style.setProperty("--ratio", String(width && height ? width / height : 1.5));
}

function showVerdict(issues: Issue[]): void {
  const verdict = byId("verdict", HTMLElement);
  verdict.classList.toggle("bad", issues.length > 0);
  if (issues.length === 0) verdict.replaceChildren("Ready: the service takes this photo as it is.");
  else verdict.replaceChildren(make("b", "", "The service would refuse this photo."), issueList(issues));
}

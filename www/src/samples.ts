// Sample photos.
import { make } from "./dom.js";

const samples = [
  { file: "living-room-empty", name: "Empty living room" },
  { file: "bedroom-empty", name: "Empty bedroom" },
  { file: "living-room-staged", name: "Living room" },
  { file: "house-exterior", name: "House" },
  { file: "living-room-sketch", name: "Line drawing" },
];

/** Shows the samples; calls `take` with the URL of the chosen one. */
export function showSamples(list: HTMLUListElement, take: (url: string) => void): void {
  list.append(...samples.map((sample) => make("li", "", makeSample(sample, take))));
}

function makeSample({ file, name }: (typeof samples)[number], take: (url: string) => void): HTMLButtonElement {
  const picture = make("img");
  picture.src = `/samples/thumbnails/${file}.jpg`;
  picture.width = 180;
  picture.height = 120;
  picture.alt = "";
  const button = make("button", "sample", picture, make("span", "", name));
  button.type = "button";
  button.addEventListener("click", () => {
    take(`/samples/${file}.jpg`);
  });
  return button;
}

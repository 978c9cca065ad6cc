// The settings for each photo in the listing. The photos themselves are in the HTML.
import type { RenderParams } from "reroom";
import type { ReRoomStudio } from "reroom/element";

/** A photo in the gallery. */
export interface ListingPhoto {
  readonly id: string;
  readonly name: string;
  /** The caption of the unaltered photo. */
  readonly caption: string;
  readonly src: string;
  readonly srcset: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** The label of the button that opens the studio. */
  readonly invitation: string;
  readonly tools: ReRoomStudio["tools"];
  readonly preset: ReRoomStudio["preset"];
  /** The parameters for the batch. */
  readonly params: RenderParams;
}

type Plan = Pick<ListingPhoto, "invitation" | "tools" | "preset" | "params">;

const room = (type: "living-room" | "bedroom"): Plan => ({
  invitation: "Stage this room",
  tools: ["virtual-staging", "interior", "edit", "upscale"],
  preset: { "virtual-staging": { type, style: "scandinavian" }, interior: { type } },
  params: { tool: "virtual-staging", action: "preset", type, style: "scandinavian" },
});

const plans: Readonly<Record<string, Plan>> = {
  house: {
    invitation: "Change lighting or style",
    tools: ["exterior", "edit", "upscale"],
    preset: { exterior: { style: "no-style", type: "no-type", daylight: "sunset", creativity: "precise" } },
    params: { field: "exterior", creativity: "precise", creativity_level: 0.5, daylight: "sunset" },
  },
  "living-room": room("living-room"),
  bedroom: room("bedroom"),
  corner: {
    invitation: "Restyle this room",
    tools: ["interior", "empty-room", "virtual-staging", "edit", "upscale"],
    preset: {
      interior: { type: "living-room", style: "scandinavian-sanctuary" },
      "virtual-staging": { type: "living-room", style: "scandinavian" },
    },
    params: { creativity: "precise", type: "living-room", style: "japanese-zen" },
  },
  drawing: {
    invitation: "Bring it to life",
    tools: ["sketch", "upscale"],
    preset: { sketch: { type: "living-room", style: "scandinavian-sanctuary" } },
    params: { tool: "sketch", view: "drawing", type: "living-room", style: "scandinavian-sanctuary" },
  },
};

/** Reads the photos from the page. */
export function photosOf(page: ParentNode): ListingPhoto[] {
  return [...page.querySelectorAll<HTMLElement>("[data-photo]")].flatMap((card) => {
    const id = card.dataset["photo"] ?? "";
    const image = card.querySelector("img");
    const name = card.querySelector("h3")?.textContent;
    const plan = plans[id];
    if (!image || !name || !plan) return [];
    const caption = card.querySelector(".caption")?.textContent ?? "";
    const { src, srcset, alt } = image;
    const [width, height] = [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
    return [{ id, name, caption, src, srcset, alt, width, height, ...plan }];
  });
}

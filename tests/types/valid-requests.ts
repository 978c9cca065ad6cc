// Every request example from the API document, and further parameters of each tool. This file must compile.
import type { JobParams, RenderParams, RenderRequest, UpscaleRequest } from "reroom";

declare const file_name: string;
declare const file_url: string;
declare const mask: string;
declare function render(request: RenderRequest): void;
declare function upscale(request: UpscaleRequest): void;
declare function job(params: JobParams): void;

// 2.1 Interior
render({ file_name, creativity: "creative" });
render({ file_url, creativity: "balanced", type: "living-room", style: "japanese-zen" });
render({
  file_name,
  field: "interior",
  creativity: "precise",
  creativity_level: 0.5,
  type: "no-type",
  style: "no-style",
  daylight: "night",
  season: "winter",
  color: "ecletic-boho",
  architectural_material: "wood",
  prompt: "with a fireplace",
});

// 2.2 Exterior: the document's example
render({
  field: "exterior",
  file_name,
  creativity: "balanced",
  type: "single-family-home",
  style: "sleek-international",
  daylight: "sunset",
});
render({
  file_url,
  field: "exterior",
  creativity: "precise",
  creativity_level: 0.6,
  sky: "clear",
  landscape: "coastal",
  season: "autumn",
  architectural_material: "brick",
  prompt: "with a pond",
});

// 2.3 Sketch: both of the document's examples
render({ file_name, tool: "sketch", type: "living-room", style: "modern-fusion", view: "floorplan" });
render({
  field: "interior",
  file_name,
  tool: "sketch",
  type: "living-room",
  style: "minimalist-haven",
  view: "floorplan",
});
render({ file_url, tool: "sketch", field: "exterior", view: "elevation", style: "bold-brutalist" });
render({ file_name, tool: "sketch" });

// 2.4 Empty room
render({ file_name, tool: "empty-room" });

// 2.5 Virtual staging: both of the document's examples
render({ file_name, tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" });
render({
  file_name,
  tool: "virtual-staging",
  action: "reference",
  reference_file_urls: ["https://example.com/reference1.jpg", "https://example.com/reference2.jpg"],
});

// 2.6 Edit: both of the document's examples and the other two actions
render({ file_name, tool: "edit", action: "material", mask, material: "marble", field: "interior" });
render({
  file_name,
  tool: "edit",
  action: "object",
  mask,
  object: { category: "furniture", name: "sofa" },
  field: "interior",
});
render({ file_name, tool: "edit", action: "object", mask, object: { category: "creature", name: "cat" } });
render({
  file_name,
  tool: "edit",
  action: "object",
  mask,
  object: { category: "street_creature", name: "cat" },
  field: "exterior",
});
render({ file_name, tool: "edit", action: "remove", mask });
render({ file_url, tool: "edit", action: "prompt", mask, prompt: "a red door", field: "exterior" });

// 2.8 Upscale
upscale({ file_name });
upscale({ file_url });
job({ tool: "upscale" });

// A job has the parameters of a request, without the photo.
job({ creativity: "balanced", type: "kitchen" });
job({ tool: "virtual-staging", action: "preset", type: "bedroom", style: "luxury" });
job({ tool: "edit", action: "remove", mask });

// A program can choose the parameters first and add the photo later.
const urls: string[] = [];
const params: RenderParams = { tool: "virtual-staging", action: "reference", reference_file_urls: urls };
render({ file_name, ...params });
for (const choice of ["modern", "luxury"] as const) {
  job({ tool: "virtual-staging", action: "preset", type: "office", style: choice });
}

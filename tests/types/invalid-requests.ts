// Code that must not compile. `tsc` reports each directive without an error on the next line.
import type { ImageRef, JobParams, RenderRequest, UpscaleRequest } from "reroom";

declare const file_name: string;
declare const file_url: string;
declare const mask: string;
declare function render(request: RenderRequest): void;
declare function upscale(request: UpscaleRequest): void;
declare function job(params: JobParams): void;
declare function photo(reference: ImageRef): void;

// A request has exactly one of file_name and file_url.
// @ts-expect-error both file_name and file_url
render({ file_name, file_url, creativity: "balanced" });
// @ts-expect-error no reference
render({ creativity: "balanced" });
// @ts-expect-error no reference with a tool
render({ tool: "empty-room" });
// @ts-expect-error both references in an upscale
upscale({ file_name, file_url });
// @ts-expect-error no reference in an upscale
upscale({});
// @ts-expect-error both references alone
photo({ file_name, file_url });
// @ts-expect-error a job's photo is separate from its parameters
job({ file_name, creativity: "balanced" });

// Plain renders.
// @ts-expect-error creativity is required
render({ file_name });
// @ts-expect-error creativity is required even with other options
render({ file_name, type: "living-room", style: "japanese-zen" });
// @ts-expect-error creativity is required for exteriors
render({ file_name, field: "exterior", type: "barn" });
// @ts-expect-error unknown creativity
render({ file_name, creativity: "wild" });
// @ts-expect-error an exterior style for an interior
render({ file_name, creativity: "balanced", style: "bold-brutalist" });
// @ts-expect-error an exterior style with an explicit field
render({ file_name, field: "interior", creativity: "balanced", style: "bold-brutalist" });
// @ts-expect-error an interior style for an exterior
render({ file_name, field: "exterior", creativity: "balanced", style: "japanese-zen" });
// @ts-expect-error an exterior type for an interior
render({ file_name, creativity: "balanced", type: "barn" });
// @ts-expect-error an interior type for an exterior
render({ file_name, field: "exterior", creativity: "balanced", type: "bedroom" });
// @ts-expect-error a sky for an interior
render({ file_name, creativity: "balanced", sky: "clear" });
// @ts-expect-error a sky with an explicit interior field
render({ file_name, field: "interior", creativity: "balanced", sky: "clear" });
// @ts-expect-error a landscape for an interior
render({ file_name, creativity: "balanced", landscape: "forest" });
// @ts-expect-error a color palette for an exterior
render({ file_name, field: "exterior", creativity: "balanced", color: "desert-chic" });
// @ts-expect-error the level requires precise
render({ file_name, creativity: "balanced", creativity_level: 0.7 });
// @ts-expect-error the level requires precise
render({ file_name, field: "exterior", creativity: "creative", creativity_level: 0.7 });
// @ts-expect-error the level is a number
render({ file_name, creativity: "precise", creativity_level: "0.7" });
// @ts-expect-error unknown style
render({ file_name, creativity: "balanced", style: "japanese-zenn" });
// @ts-expect-error unknown field
render({ file_name, field: "garden", creativity: "balanced" });
// @ts-expect-error an unknown key
render({ file_name, creativity: "balanced", colour: "desert-chic" });
// @ts-expect-error an unknown key for an exterior
render({ file_name, field: "exterior", creativity: "balanced", seed: 1 });
// @ts-expect-error null instead of an absent option
render({ file_name, creativity: "balanced", style: null });
// @ts-expect-error a view requires a sketch
render({ file_name, creativity: "balanced", view: "floorplan" });
// @ts-expect-error a mask requires an edit
render({ file_name, creativity: "balanced", mask });
// @ts-expect-error an action requires a tool
render({ file_name, creativity: "balanced", action: "remove" });
// @ts-expect-error a material for a surface requires an edit
render({ file_name, creativity: "balanced", material: "oak" });
// @ts-expect-error an object requires an edit
render({ file_name, creativity: "balanced", object: { category: "furniture", name: "sofa" } });
// @ts-expect-error references require staging
render({ file_name, creativity: "balanced", reference_file_urls: [file_url] });
// @ts-expect-error unknown tool
render({ file_name, tool: "paint" });
// @ts-expect-error an upscale is not a render
render({ file_name, tool: "upscale" });

// Sketch.
// @ts-expect-error an exterior style on an interior sketch
render({ file_name, tool: "sketch", style: "bold-brutalist" });
// @ts-expect-error an interior type on an exterior sketch
render({ file_name, tool: "sketch", field: "exterior", type: "bedroom" });
// @ts-expect-error unknown view
render({ file_name, tool: "sketch", view: "aerial" });
// @ts-expect-error a sketch does not accept creativity
render({ file_name, tool: "sketch", creativity: "balanced" });
// @ts-expect-error a sketch does not accept prompt
render({ file_name, tool: "sketch", prompt: "warmer" });

// Empty room.
// @ts-expect-error an empty room has no field
render({ file_name, tool: "empty-room", field: "interior" });
// @ts-expect-error an empty room has no style
render({ file_name, tool: "empty-room", style: "modern" });

// Virtual staging.
// @ts-expect-error a preset requires a style
render({ file_name, tool: "virtual-staging", action: "preset", type: "bedroom" });
// @ts-expect-error a preset requires a type
render({ file_name, tool: "virtual-staging", action: "preset", style: "modern" });
// @ts-expect-error the action is required
render({ file_name, tool: "virtual-staging", type: "bedroom", style: "modern" });
// @ts-expect-error an interior style is not a staging style
render({ file_name, tool: "virtual-staging", action: "preset", type: "bedroom", style: "japanese-zen" });
// @ts-expect-error an interior type is not always a staging type
render({ file_name, tool: "virtual-staging", action: "preset", type: "attic", style: "modern" });
// @ts-expect-error references are required
render({ file_name, tool: "virtual-staging", action: "reference" });
// @ts-expect-error a single reference must be a list
render({ file_name, tool: "virtual-staging", action: "reference", reference_file_urls: file_url });
// @ts-expect-error a preset does not accept references
job({ tool: "virtual-staging", action: "preset", type: "office", style: "modern", reference_file_urls: [file_url] });
// @ts-expect-error references take no preset
render({ file_name, tool: "virtual-staging", action: "reference", reference_file_urls: [file_url], style: "modern" });
// @ts-expect-error an action of an edit
render({ file_name, tool: "virtual-staging", action: "remove" });
// @ts-expect-error staging has no field
job({ tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern", field: "interior" });

// Edit.
// @ts-expect-error a mask is required
render({ file_name, tool: "edit", action: "remove" });
// @ts-expect-error the action is required
render({ file_name, tool: "edit", mask });
// @ts-expect-error the material is required
render({ file_name, tool: "edit", action: "material", mask });
// @ts-expect-error unknown material
render({ file_name, tool: "edit", action: "material", mask, material: "cheese" });
// @ts-expect-error a prompt is required
render({ file_name, tool: "edit", action: "prompt", mask });
// @ts-expect-error an object is required
render({ file_name, tool: "edit", action: "object", mask });
// @ts-expect-error a material with an object
job({ tool: "edit", action: "object", mask, object: { category: "furniture", name: "sofa" }, material: "oak" });
// @ts-expect-error a material on a removal
job({ tool: "edit", action: "remove", mask, material: "oak" });
// @ts-expect-error a prompt on a removal
job({ tool: "edit", action: "remove", mask, prompt: "please" });
// @ts-expect-error a name of another category
job({ tool: "edit", action: "object", mask, object: { category: "furniture", name: "lamp" } });
// @ts-expect-error an exterior name of another category
job({ tool: "edit", action: "object", mask, field: "exterior", object: { category: "street_creature", name: "car" } });
// @ts-expect-error furniture for an exterior
job({ tool: "edit", action: "object", mask, field: "exterior", object: { category: "furniture", name: "sofa" } });
// @ts-expect-error street furniture for an interior
job({ tool: "edit", action: "object", mask, object: { category: "street_furniture", name: "car" } });
// @ts-expect-error an object requires a name
job({ tool: "edit", action: "object", mask, object: { category: "furniture" } });
// @ts-expect-error an unknown key in an object
job({ tool: "edit", action: "object", mask, object: { category: "furniture", name: "sofa", color: "red" } });
// @ts-expect-error an edit does not accept creativity
job({ tool: "edit", action: "remove", mask, creativity: "balanced" });

// Upscale.
// @ts-expect-error an upscale does not accept creativity
upscale({ file_name, creativity: "balanced" });
// @ts-expect-error an upscale has no tool
upscale({ file_name, tool: "upscale" });
// @ts-expect-error a job's upscale does not accept creativity
job({ tool: "upscale", creativity: "balanced" });
// @ts-expect-error an upscale has no field
job({ tool: "upscale", field: "interior" });

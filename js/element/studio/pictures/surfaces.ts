// Surfaces and color palettes.
import type { TemplateResult } from "lit";
import { draw, readColors } from "./draw.js";

/** Patterns in the colors ground, grain, light and dark. */
const patterns: Readonly<Record<string, string>> = {
  flat: "c M0 0h96v64H0z;k1 M0 40h96v24H0z",
  pores:
    "b5 M14 12h3v2h-3zM52 8h2v2h-2zM80 20h3v2h-3zM30 32h2v2h-2zM64 40h3v2h-3zM10 50h2v2h-2zM84 54h2v2h-2zM44 56h3v2h-3zM22 22h1v1h-1zM70 28h1v1h-1z",
  slabs: "-b M48 0v64M0 32h96;b M44 28h2v2h-2zM50 28h2v2h-2zM44 34h2v2h-2zM50 34h2v2h-2z;h1 M0 0h48v32H0z",
  brushed:
    "-c M0 6h96M0 14h70M20 22h76M0 30h96M0 40h60M30 48h66M0 58h96;-d5 M0 10h60M30 18h66M0 26h50M20 36h76M0 44h96M10 53h60;h3 M30 0h22L22 64H0z",
  sheen: "h5 M20 0h20L14 64H-6zM52 0h8L34 64h-8z;d3 M70 0h26v64H44z",
  grain:
    "-b M0 8q24-6 48 0t48-2M0 22q30 8 60 0t36 2M0 36q20-8 50-2t46 0M0 50q30-4 54 2t42-2;-d5 M0 15q40 4 96-2M0 29q50-6 96 2M0 43q40 6 96 0M0 57q50-4 96 2",
  planks:
    "-d M0 16h96M0 32h96M0 48h96M34 0v16M70 16v16M22 32v16M58 48v16;-b5 M4 6q14-4 26 0M40 10q26-4 50 0M6 24q30 4 58 0M30 40q30-4 60 0M4 56q26 4 48 0",
  knots: "-b M0 10h96M0 26h96M0 42h96M0 58h96;-d M24 16q8 2 8 5t-8 5-8-5 8-5zM70 32q7 2 7 5t-7 5-7-5 7-5z",
  rubble:
    "c M2 2h26l4 18-12 8H2zM34 2h30l-4 20-22 2zM70 2h24v22l-26 2zM2 34l22-4 8 16-10 16H2zM36 30l26-2 4 20-14 14H28zM70 32l24-2v32H60z;d3 M34 2h30l-4 20-22 2zM2 34l22-4 8 16-10 16H2z",
  bond: "d3 M0 0h30v14H0zM64 16h32v14H64zM16 32h30v14H16zM48 48h32v16H48z;-c M0 15h96M0 31h96M0 47h96M31 0v15M63 0v15M15 15v16M47 15v16M79 15v16M31 31v16M63 31v16M15 47v17M47 47v17M79 47v17",
  ledge:
    "c M0 0h40v9H0zM44 12h52v9H44zM0 24h30v9H0zM34 36h44v9H34zM0 48h56v9H0z;d3 M42 0h54v9H42zM0 12h40v9H0zM33 24h63v9H33zM0 36h30v9H0zM60 48h36v9H60z;-b M0 10h96M0 22h96M0 34h96M0 46h96M0 58h96",
  canes:
    "-d M12 0v64M24 0v64M36 0v64M48 0v64M60 0v64M72 0v64M84 0v64;b M1 18h10v2H1zM13 40h10v2H13zM25 10h10v2H25zM37 50h10v2H37zM49 28h10v2H49zM61 12h10v2H61zM73 44h10v2H73zM85 24h10v2H85z",
  veins:
    "-b M-4 14q20 2 30 14t30 10 44 20M40 -2q4 20 24 26t36 8M0 50q20-6 30 4t20 12;-d5 M10 0q6 14 24 20M60 30q8 18 4 36",
  speckle:
    "b M6 6h4v3H6zM24 12h3v4h-3zM44 4h5v3h-5zM66 10h3v3h-3zM84 6h5v4h-5zM14 26h3v3h-3zM36 24h5v4h-5zM58 28h3v3h-3zM78 24h4v4h-4zM4 42h5v3H4zM26 44h3v4h-3zM48 42h4v3h-4zM70 46h5v4h-5zM88 40h3v3h-3zM12 56h4v3h-4zM38 56h3v3h-3zM60 58h5v3h-5zM82 56h4v4h-4z;c M14 14h3v3h-3zM34 8h2v2h-2zM54 16h3v3h-3zM74 16h3v2h-3zM24 34h3v3h-3zM46 34h3v3h-3zM66 36h3v3h-3zM86 32h3v3h-3zM18 48h3v3h-3zM58 50h3v3h-3z",
  strata:
    "c M0 8q48-6 96 2v10q-48-8-96 0zM0 38q48 6 96-2v10q-48 6-96 0z;d4 M0 26q40 4 96-2v4q-50 6-96 2zM0 54q50 4 96-2v4q-50 4-96 2z",
  hide: "-d5 M0 12q20 8 40-4M30 20q30 10 66-6M4 34q20 8 50-6M50 36q20 8 46-2M0 52q30 6 44-6M40 58q24 4 56-8;-h M0 30h96;-c M6 30h4M16 30h4M26 30h4M36 30h4M46 30h4M56 30h4M66 30h4M76 30h4M86 30h4",
  weave:
    "c M0 0h12v10H0zM24 0h12v10H24zM48 0h12v10H48zM72 0h12v10H72zM12 10h12v10H12zM36 10h12v10H36zM60 10h12v10H60zM84 10h12v10H84zM0 20h12v10H0zM24 20h12v10H24zM48 20h12v10H48zM72 20h12v10H72zM12 30h12v10H12zM36 30h12v10H36zM60 30h12v10H60zM84 30h12v10H84zM0 40h12v10H0zM24 40h12v10H24zM48 40h12v10H48zM72 40h12v10H72zM12 50h12v14H12zM36 50h12v14H36zM60 50h12v14H60zM84 50h12v14H84z",
  pile: "-b M4 8q2-4 4 0M16 6q2-4 4 0M28 9q2-4 4 0M42 6q2-4 4 0M56 9q2-4 4 0M70 6q2-4 4 0M84 9q2-4 4 0M8 22q2-4 4 0M24 20q2-4 4 0M38 23q2-4 4 0M52 20q2-4 4 0M66 23q2-4 4 0M80 20q2-4 4 0M4 36q2-4 4 0M18 34q2-4 4 0M32 37q2-4 4 0M46 34q2-4 4 0M60 37q2-4 4 0M76 34q2-4 4 0M90 37q2-4 4 0;h2 M0 44h96v20H0z;-d M0 44h96",
  roller: "c M10 0h22v50H10zM36 0h22v38H36zM62 0h22v56H62z;d4 M10 46h22v4H10zM36 34h22v4H36zM62 52h22v4H62z",
  trowel:
    "-d6 M0 20q20-20 44-8M20 40q24-26 60-10M50 14q20-10 46 4M0 56q24-20 50-6M52 56q20-20 44-6;-h M4 24q20-18 40-8M24 44q24-24 56-10M6 60q24-18 44-6",
  damask:
    "b M12 4q8 8 0 16-8-8 0-16zM36 20q8 8 0 16-8-8 0-16zM60 4q8 8 0 16-8-8 0-16zM84 20q8 8 0 16-8-8 0-16zM12 36q8 8 0 16-8-8 0-16zM60 36q8 8 0 16-8-8 0-16z;-d M24 0v64M48 0v64M72 0v64",
  quarry: "-c M24 0v64M48 0v64M72 0v64M0 21h96M0 42h96;d3 M0 0h24v21H0zM48 21h24v21H48zM24 42h24v22H24z",
  subway:
    "-c M0 13h96M0 26h96M0 39h96M0 52h96M24 0v13M56 0v13M88 0v13M8 13v13M40 13v13M72 13v13M24 26v13M56 26v13M88 26v13M8 39v13M40 39v13M72 39v13M24 52v12M56 52v12M88 52v12;h5 M26 3h16v2H26zM42 16h16v2H42zM58 29h16v2H58zM10 42h16v2H10z",
  mirror: "d3 M8 6h80v52H8z;-b M8 6h80v52H8z;h7 M22 6h16L16 58H8V40zM52 6h8L38 58h-8z",
  pane: "h4 M6 4h84v56H6z;-d M6 4h84v56H6zM48 4v56;h7 M18 4h8L10 36V20z",
  frost:
    "h6 M6 4h84v56H6z;-d M6 4h84v56H6z;-c M16 10l4 4M32 20l4 4M50 12l4 4M70 18l4 4M20 34l4 4M42 40l4 4M62 34l4 4M78 44l4 4M26 50l4 4M54 52l4 4M16 14l4-4M32 24l4-4M50 16l4-4M70 22l4-4",
  cast: "c3 M0 0h96v64H0z;d4 M0 44q30-10 50 0t46-2v22H0z;-d M20 18q8-10 18 0t-4 16M60 10q12 0 14 12;h3 M12 0h16L8 40z",
  panels:
    "-d M32 0v64M64 0v64;h4 M2 0h8v64H2zM34 0h8v64h-8zM66 0h8v64h-8z;b M28 6h2v2h-2zM28 56h2v2h-2zM60 6h2v2h-2zM60 56h2v2h-2z",
  polish: "h3 M0 0h96v20H0z;-b5 M48 0v64M0 36h96;h3 M54 64l20-64h12L70 64z;-c M10 48q20 6 34-4",
};

/** Colors of the ground, grain, light and dark, and the pattern. */
const materials: Readonly<Record<string, string>> = {
  concrete: "aaa999bbb888 pores",
  steel: "9aa789bbc678 brushed",
  glass: "cefadedef9cd pane",
  wood: "b85974c96863 grain",
  stone: "998776aa9665 rubble",
  brick: "a54843b65dcb bond",
  bamboo: "cb6a94dc7883 canes",
  clay: "c75a64d86b53 trowel",
  gypsum: "eeedddfffccc flat",
  plastic: "9cd7abbdefb4 sheen",
  pine: "eb7d96fc8c85 knots",
  oak: "c96a75da7864 planks",
  walnut: "643532754421 grain",
  marble: "eeebbbfffccd veins",
  granite: "777444aaa555 speckle",
  limestone: "ddbcc9eecbba strata",
  leather: "853642964531 hide",
  fabrics: "9ab789abc678 weave",
  carpet: "a98987ba9776 pile",
  paint: "7b99ccaab588 roller",
  plaster: "eeddddffeccb trowel",
  wallpaper: "ccdaabdde99a damask",
  "unglazed-tiles": "b75954c86ca9 quarry",
  "glazed-tiles": "48a37959bbde subway",
  mirror: "cdeabceff9ab mirror",
  "clear-glass": "deecddeffbcc pane",
  "frosted-glass": "deecddeeebdd frost",
  bronze: "964753a75542 cast",
  aluminum: "ccdaabdde99a panels",
  "polished-concrete": "999888aaa777 polish",
  "exposed-concrete": "888777999666 slabs",
  "stone-veneer": "a98765ba9654 ledge",
};

/** Four colors of an interior. */
const palettes: Readonly<Record<string, string>> = {
  "warm-earth-tones": "742b64c96edb",
  "historical-romance": "968a9acbadcc",
  "laid-back-blues": "2476adacedef",
  "palm-springs-modern": "f843bafc4f8a",
  "sweet-pastels": "fcdfedcefdfd",
  "rich-jewel-tones": "516163724a14",
  "desert-chic": "c98dbaedcfee",
  "forest-inspired": "243574897865",
  "high-contrast-neutrals": "111666cccfff",
  "airy-neutrals": "fffeeedddccb",
  "coastal-neutrals": "fedddccbcabb",
  "ecletic-boho": "d43eb3296727",
};

/** Returns the picture of a material, or undefined if there is none. */
export function tile(material: string): TemplateResult | undefined {
  const [colors, pattern = ""] = materials[material]?.split(" ") ?? [];
  return colors ? draw(`a M0 0h96v64H0z;${patterns[pattern] ?? ""}`, readColors("abcd", colors)) : undefined;
}

/** Returns the picture of a palette, or undefined if there is none. */
export function bars(palette: string): TemplateResult | undefined {
  const colors = palettes[palette];
  if (!colors) return undefined;
  return draw("a M0 0h24v64H0z;b M24 0h24v64H24z;c M48 0h24v64H48z;d M72 0h24v64H72z", readColors("abcd", colors));
}

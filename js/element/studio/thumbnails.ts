// Small drawings of options. Each is drawn from four colors, to make options recognizable at a glance.
import { svg, type TemplateResult } from "lit";
import type { ThumbnailKind } from "../../studio/tools.js";

// Four colors with three hex digits each. Rooms: wall, floor, furniture, accent.
const rooms: Readonly<Record<string, string>> = {
  "minimalist-haven": "fffddcbbb444",
  "modern-fusion": "eeeba8567e83",
  "contemporary-elegance": "eedcba778a95",
  "industrial-loft": "b76554333d92",
  "bohemian-oasis": "fecc97b64396",
  "coastal-breeze": "eefedc9bd27a",
  "desert-retreat": "fdbdb8c85a42",
  "mountain-escape": "dcb865754534",
  "victorian-elegance": "645754923db6",
  "art-deco-glamour": "244222186db3",
  "mid-century-modern": "fedb86588e73",
  "french-country-charm": "fefdcbabcd99",
  "colonial-classic": "eed854467a32",
  "scandinavian-sanctuary": "fffedbcccdb7",
  "japanese-zen": "feddca9a7353",
  "moroccan-mystique": "e96c64258fb3",
  "mediterranean-retreat": "fffdb937be95",
  "indian-exuberance": "fb4b53c26284",
  "travelers-trove": "dcba75846b83",
  "cyber-eclectic-fusion": "3242138280df",
  "neon-noir": "112223334f2a",
  "techno-wonderland": "def9ab56f0dd",
  "retro-futurism": "fdcc86e63399",
  "digital-zen": "eefccd9abfaf",
  rustic: "dba853764543",
  vintage: "edca76789b65",
  "shabby-chic": "feefedfcddab",
  modern: "eeecba666e94",
  scandinavian: "fffeddbcbdb8",
  mediterranean: "fffdb948ce85",
  industrial: "a87666543d92",
  "american-vintage": "edc964733368",
  "neo-classical": "eeeccbbaacb7",
  luxury: "433221655dc8",
  futuristic: "eef9acfff4cf",
};

// Houses: sky, ground, facade, roof.
const houses: Readonly<Record<string, string>> = {
  "sleek-international": "bdf9b8fffbbb",
  "eco-futurism": "cef7a6eff5a8",
  "high-tech": "acd99acde678",
  biomorphic: "cef8b7fed9c8",
  "neo-futurism": "bcf99afffbce",
  "smart-city": "9be89acdf579",
  "space-colony": "224a86eeecba",
  "glassy-minimalist": "bdf9b8cefaac",
  "dynamic-parametric": "bde9a9eee99a",
  "eco-friendly-sustainable": "cef6a5dc9583",
  "expressive-high-tech": "bce999ddee54",
  "warm-wooden-modern": "cde8a6c85543",
  "cantilevered-contemporary": "bce9b8eee555",
  "warehouse-conversion": "bcd998a54444",
  "factory-loft": "ccd999b64555",
  "steel-frame-vintage": "cde9a8998654",
  "industrial-chic-townhouse": "cde999843333",
  "repurposed-factory": "bcd888964555",
  "industrial-farmhouse": "cef9b7eee333",
  "enchanting-gothic": "99b687777445",
  "opulent-baroque": "cdf9a7edb687",
  "earthy-vernacular": "deeba7ca7865",
  "graceful-moorish": "cefdb9fdbc74",
  "whimsical-art-deco": "fde9b9fed2a9",
  "intricate-tudor": "cde7a6eed643",
  "bold-brutalist": "ccd999aaa777",
  "playful-post-modern": "cef9c8fb86ad",
  "serene-scandinavian": "def9b9eee445",
  "curvaceous-organic": "cef8b7fecca9",
  "dramatic-deconstructivist": "abd888ccd556",
  "romanesque-revival": "cde9a8ca9a76",
  "spanish-revival": "cef9b7ffec64",
  "colonial-revival": "cef8a6fff456",
  "gothic-revival": "bcd8a7a98556",
  "art-nouveau-revival": "cee8b8edb5a8",
  "neogothic-revival": "abc897998445",
  "adobe-pueblo": "bdfdb8d96b75",
  "new-england-cottage": "cef8b7cdd567",
  "tropical-bamboo": "bef6b5dc7a84",
  "mediterranean-village": "9dfdc9fffd74",
  "african-mud-hut": "edcca6b64cb6",
  "scandinavian-log-cabin": "def8a7964543",
  "ancient-egyptian": "bdfec8eb8da6",
  "greek-classical": "9cfcb9ffeeec",
  "roman-imperial": "bdfcb9edcc64",
  "pre-columbian-mesoamerican": "bde7a6ba8987",
  "ancient-chinese": "cde9a8b33365",
  "ancient-indian": "feccb9e95b63",
  "islamic-moorish": "cefdb9fda2a9",
  "islamic-ottoman": "cdfbb9eee689",
  "islamic-persian": "cefcb8dc927b",
  "islamic-mughal": "fdcba9e987ba",
  "islamic-fatimid": "cefdb9dca9a7",
  "islamic-seljuk": "bdfcb8cb82a9",
  clear: "6be8b6eeea75",
  cloudy: "bbc8a7eee976",
  rainy: "789687bbb655",
  snowy: "dddfffeeeccd",
  misty: "dddbcbdddbbb",
  midday: "7cf8b6fffa75",
  night: "112233775333",
  sunset: "f96876fdb854",
  sunrise: "fcb9a7fedb76",
  spring: "bdf9c7eeefac",
  summer: "6cf5a4eeea75",
  autumn: "dddb83eeec52",
  winter: "cdeffeeeefff",
  cityscape: "bcd999eee667",
  countryside: "bdf9b5eeea75",
  forest: "bdd364cb9543",
  desert: "fdbdb7ec9b75",
  mountain: "cdf787cba556",
  coastal: "adffecfff49c",
  tropical: "7df3a5fec7a4",
  grassland: "cdfac6eeea75",
  tundra: "deebccddd889",
  wetland: "cde687cb9765",
};

// Palettes of an interior.
const bars: Readonly<Record<string, string>> = {
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

// Surfaces: ground, grain, and two shades between.
const tiles: Readonly<Record<string, string>> = {
  concrete: "aaa999bbb888",
  steel: "9aa789bbc678",
  glass: "cefadedef9cd",
  wood: "b85974c96863",
  stone: "998776aa9665",
  brick: "a54843b65dcb",
  bamboo: "cb6a94dc7883",
  clay: "c75a64d86b53",
  gypsum: "eeedddfffccc",
  plastic: "9cd7abbdefb4",
  pine: "eb7d96fc8c85",
  oak: "c96a75da7864",
  walnut: "643532754421",
  marble: "eeebbbfffccd",
  granite: "777444aaa555",
  limestone: "ddbcc9eecbba",
  leather: "853642964531",
  fabrics: "9ab789abc678",
  carpet: "a98987ba9776",
  paint: "7b99ccaab588",
  plaster: "eeddddffeccb",
  wallpaper: "ccdaabdde99a",
  "unglazed-tiles": "b75954c86ca9",
  "glazed-tiles": "48a37959bbde",
  mirror: "cdeabceff9ab",
  "clear-glass": "deecddeffbcc",
  "frosted-glass": "deecddeeebdd",
  bronze: "964753a75542",
  aluminum: "ccdaabdde99a",
  "polished-concrete": "999888aaa777",
  "exposed-concrete": "888777999666",
  "stone-veneer": "a98765ba9654",
};

const palettes: Readonly<Record<ThumbnailKind, Readonly<Record<string, string>>>> = {
  room: rooms,
  house: houses,
  bars,
  tile: tiles,
};

const drawings: Readonly<Record<ThumbnailKind, (colors: readonly string[]) => TemplateResult>> = {
  room: ([wall, floor, furniture, accent]) => svg`
    <path fill=${wall} d="M0 0h48v32H0z" /><path fill=${floor} d="M0 23h48v9H0z" />
    <path fill=${accent} d="M18 5h12v8H18z" /><path fill="#fff" opacity=".55" d="M19.5 6.5h9v5h-9z" />
    <path fill=${furniture} d="M10 18q0-2 2-2h24q2 0 2 2v8q0 1-1 1H11q-1 0-1-1z" />
    <path fill="#000" opacity=".14" d="M14 21h20v6H14zM7 27h34v1.5H7z" />
    <path fill=${accent} d="M15 17h5v5h-5z" />`,
  house: ([sky, ground, facade, roof]) => svg`
    <path fill=${sky} d="M0 0h48v32H0z" /><path fill=${ground} d="M0 24h48v8H0z" />
    <path fill=${facade} d="M12 13h24v13H12z" /><path fill=${roof} d="m9 14 15-9 15 9z" />
    <path fill="#234" opacity=".35" d="M16 17h5v4h-5zm11 0h5v4h-5zm-5 3h4v6h-4z" />`,
  bars: (colors) =>
    svg`${colors.map((color, index) => svg`<path fill=${color} d=${`M${index * 12} 0h12v32h-12z`} />`)}`,
  tile: ([ground, grain, light, dark]) => svg`
    <path fill=${ground} d="M0 0h48v32H0z" /><path fill=${light} d="M0 0h23v9H0zm25 11h23v9H25z" />
    <path fill=${dark} d="M0 22h15v10H0z" opacity=".7" />
    <path stroke=${grain} fill="none" d="M0 10h48M0 21h48M24 0v10M14 10v11M36 10v11M16 21v11M40 21v11" />`,
};

/** Returns the thumbnail of an option, or undefined if there is none. */
export function thumbnail(kind: ThumbnailKind, value: string): TemplateResult | undefined {
  const colors = palettes[kind][value]?.match(/.{3}/g)?.map((color) => `#${color}`);
  if (!colors) return undefined;
  return svg`<svg class="swatch" viewBox="0 0 48 32" preserveAspectRatio="xMidYMid slice" aria-hidden="true">${drawings[kind](colors)}</svg>`;
}

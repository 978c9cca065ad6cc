// Rooms: what makes a style recognizable is its furniture, its windows and its surfaces, not only its colors.
import type { TemplateResult } from "lit";
import { draw, readColors } from "./draw.js";

/** Walls, drawn first. The floor starts at 44. */
const walls: Readonly<Record<string, string>> = {
  plain: "",
  panel: "k1 M0 30h96v14H0z;-k2 M0 30h96M5 34h16v7H5zM27 34h16v7H27zM49 34h16v7H49zM71 34h16v7H71z",
  mould: "-k2 M5 5h20v35H5zM31 5h34v35H31zM71 5h20v35H71z",
  brick:
    "-k2 M0 7h96M0 14h96M0 21h96M0 28h96M0 35h96M10 0v7M34 0v7M58 0v7M82 0v7M22 7v7M46 7v7M70 7v7M10 14v7M34 14v7M58 14v7M82 14v7M22 21v7M46 21v7M70 21v7M10 28v7M34 28v7M58 28v7M82 28v7M22 35v9M46 35v9M70 35v9",
  beams: "t M0 0h96v4H0zM12 4h5v5h-5zM45 4h5v5h-5zM78 4h5v5h-5z",
  logs: "-k2 M0 9h96M0 18h96M0 27h96M0 36h96;k1 M0 7h96v2H0zM0 16h96v2H0zM0 25h96v2H0zM0 34h96v2H0z",
  boards: "-k1 M8 0v44M16 0v44M24 0v44M32 0v44M40 0v44M48 0v44M56 0v44M64 0v44M72 0v44M80 0v44M88 0v44",
  stripes:
    "h4 M0 0h5v44H0zM12 0h5v44h-5zM24 0h5v44h-5zM36 0h5v44h-5zM48 0h5v44h-5zM60 0h5v44h-5zM72 0h5v44h-5zM84 0h5v44h-5z",
  arch: "k1 M58 44V20a15 15 0 0 1 30 0v24z",
  niche: "k2 M62 44V22q0-10 12-16 12 6 12 16v22z;-a M62 44V22q0-10 12-16 12 6 12 16v22",
  zellige:
    "a M0 30l4-4 4 4-4 4zM16 30l4-4 4 4-4 4zM32 30l4-4 4 4-4 4zM48 30l4-4 4 4-4 4zM64 30l4-4 4 4-4 4zM80 30l4-4 4 4-4 4z;k2 M0 34h96v10H0z",
  concrete:
    "-k1 M32 0v44M64 0v44M0 22h96;k2 M30 3h1v1h-1zM34 3h1v1h-1zM62 3h1v1h-1zM66 3h1v1h-1zM30 25h1v1h-1zM34 25h1v1h-1zM62 25h1v1h-1zM66 25h1v1h-1z",
  neon: "-a M0 8h60l8 8h28;-s M4 44V14h40",
  deco: "-a M48 44V6M40 44V14M56 44V14M32 44V22M64 44V22M24 44V30M72 44V30",
  grid: "-a5 M0 52h96M0 58h96M48 44v20M36 44l-12 20M60 44l12 20M24 44L0 60M72 44l24 16",
  tapestry: "a M58 8h26v22l-13 6-13-6z;-h M58 14h26M58 20h26M58 26h26;s M68 14h6v6h-6z",
};

const windows: Readonly<Record<string, string>> = {
  none: "",
  big: "y M4 5h40v39H4z;-m M4 5h40v39H4zM24 5v39",
  sash: "h M10 8h22v28H10z;y M12 10h8v11h-8zM22 10h8v11h-8zM12 23h8v11h-8zM22 23h8v11h-8z",
  drapes: "y M12 6h22v36H12z;s M6 4h9v40H6zM31 4h9v40h-9z;a M4 3h38v3H4z",
  arch: "y M8 38V20a11 11 0 0 1 22 0v18z;-t M8 38V20a11 11 0 0 1 22 0v18zM19 9v29",
  round: "y M20 6a13 13 0 1 0 .1 0z;-m M20 6a13 13 0 1 0 .1 0zM20 6v26M7 19h26",
  steel: "y M4 4h44v30H4z;-m M4 4h44v30H4zM15 4v30M26 4v30M37 4v30M4 14h44M4 24h44",
  shutters:
    "y M14 10h16v24H14z;a M6 9h7v26H6zM31 9h7v26h-7z;-k2 M6 14h7M6 19h7M6 24h7M6 29h7M31 14h7M31 19h7M31 24h7M31 29h7",
  port: "y M8 14q0-6 6-6h24q6 0 6 6v12q0 6-6 6H14q-6 0-6-6z;-h M8 14q0-6 6-6h24q6 0 6 6v12q0 6-6 6H14q-6 0-6-6z",
  shoji: "h M4 5h40v39H4z;-t M4 5h40v39H4zM14 5v39M24 5v39M34 5v39M4 18h40M4 31h40",
  slot: "y M4 8h88v10H4z;-k2 M26 8v10M48 8v10M70 8v10",
  lattice:
    "o M10 38V22q0-8 10-14 10 6 10 14v16z;-m M10 38V22q0-8 10-14 10 6 10 14v16zM15 12v26M20 8v30M25 12v26M10 20h20M10 26h20M10 32h20",
  peak: "y M4 40V20L24 4l20 16v20z;-t M4 40V20L24 4l20 16v20zM24 4v36M4 22h40",
};

/** The main seat, on the floor around 56. */
const seats: Readonly<Record<string, string>> = {
  block: "s M40 46h46v9H40zM40 37h46v10H40z;k1 M40 46h46v1H40zM63 37v18h.7V37z;k3 M42 55h42v2H42z",
  tuxedo:
    "s M36 40h4v15h-4zM86 40h4v15h-4zM40 38h46v9H40zM39 46h48v8H39z;-k2 M55 38v16M71 38v16;m M38 55h2v4h-2zM86 55h2v4h-2z",
  tufted:
    "s M38 40q-6 0-6 6v10h62V46q0-6-6-6-3-7-25-7t-25 7z;k2 M40 47h46v8H40z;k3 M46 39h1.5v1.5H46zM54 37h1.5v1.5H54zM62 36h1.5v1.5H62zM70 37h1.5v1.5H70zM78 39h1.5v1.5H78z;t M36 56h2v4h-2zM88 56h2v4h-2z",
  curved: "s M34 54q0-16 29-16t29 16v3H34z;k1 M42 54q0-8 21-8t21 8v3H42z;h3 M46 43q17-5 34 0v1q-17-4-34 0z",
  camel: "s M36 55V42q8-2 13-6 14-5 28 0 5 4 13 6v13z;k1 M42 47h42v8H42z;t M38 55l-2 6h2l3-6zM86 55l3 6h2l-3-6z",
  wing: "s M54 54V28q10-6 20 0v26z;s M50 40q4-2 5 2v12h-5zM73 42q1-4 5-2v14h-5z;k1 M56 44h16v10H56z;t M52 55h2v6h-2zM74 55h2v6h-2z",
  frame: "-t M40 58V40h46v18M40 50h46;s M43 41h19v9H43zM64 41h19v9H64z;s M42 49h42v5H42z;k1 M42 49h42v1H42z",
  peg: "s M38 40q0-2 2-2h44q2 0 2 2v12H38z;k1 M38 46h48v1H38z;t M42 52l-4 9h2l4-9zM82 52l4 9h-2l-4-9z",
  floor: "s M40 52q0-4 4-4h36q4 0 4 4v6H40z;a M46 44h12v6H46zM64 43h12v7H64z;k1 M40 54h44v1H40z",
  futon: "t M38 54h50v3H38z;s M40 49h46v5H40z;h4 M40 49h46v1H40z;a M44 46h10v4H44z",
  rattan: "-t M40 58q-4-24 16-24t16 24;-t M44 56q-2-18 12-18t12 18M56 34v22M48 37l2 19M64 37l-2 19;s M43 50h26v7H43z",
  daybed: "t M36 42h3v18h-3zM87 42h3v18h-3z;s M39 48h48v8H39z;a M39 44h8v6h-8zM79 44h8v6h-8z;-k1 M39 52h48",
  bench: "t M36 50h52v4H36zM40 54h4v8h-4zM80 54h4v8h-4z;s M40 47h44v3H40z",
  hide: "s M38 42h48v14H38z;k2 M38 48h48v1H38zM62 42v14h.7V42z;h M56 40q6-3 10 1l4 10q-9 4-16 0z;t M38 56h3v4h-3zM83 56h3v4h-3z",
  pod: "h M54 30q18 0 18 16T54 60 36 46t18-16z;s M54 35q12 0 12 11 0 8-12 8t-12-8q0-11 12-11z;m M46 59h16v2H46z",
  wave: "h M34 57q6-22 20-10 10 8 20-2 8-8 16 2v10z;a M34 57q6-22 20-10 10 8 20-2 8-8 16 2v2q-8-9-16-1-10 10-20 2-12-11-18 9z",
  tulip:
    "s M54 36q10 0 10 10l-3 5H47l-3-5q0-10 10-10z;h M52 51h4v8h-4zM46 59h16v2H46z;s M76 40q8 0 8 8l-2 4H70l-2-4q0-8 8-8z;h M75 52h2v7h-2zM70 59h12v2H70z",
  pipe: "s M40 44h44v5H40zM42 36h40v8H42z;-m M38 60V44q0-10 4-10h40q4 0 4 10v16M38 54h48",
  trunk:
    "s M38 38h34v16H38z;k1 M38 46h34v1H38z;t M74 44h16v14H74z;k3 M74 48h16v1.5H74zM80 44h2v14h-2z;t M40 54h2v6h-2zM68 54h2v6h-2z",
};

/** Tables and objects beside the seat. */
const objects: Readonly<Record<string, string>> = {
  none: "",
  round: "k2 M14 60h24v1H14z;h M12 52q14-4 28 0 0 3-14 3t-14-3z;m M25 55h2v6h-2z",
  slab: "t M10 52h24v3H10z;m M12 55h1.5v7H12zM31 55h1.5v7H31z",
  plant:
    "g M18 30q-10-2-12 8 8 0 11 6 1-9-3-12zM20 30q10-4 14 6-9 0-13 7-1-8 2-11zM19 26q-4 8 0 18 5-9 0-18z;t M14 46h11l-2 12h-7z",
  palm: "-g M20 52V26;g M20 28q-14-10-18 4 9-4 18-1zM20 28q14-10 18 4-9-4-18-1zM20 28q-8-14-16-10 9 2 15 11zM20 28q8-14 16-10-9 2-15 11z;a M14 50h12l-2 11h-8z",
  cactus: "g M16 58V28q0-4 4-4t4 4v30zM10 46V38h3v5h3v4h-3q-3 0-3-1zM30 42v-8h-3v5h-3v4h3q3 0 3-1z;a M13 54h14v7H13z",
  bonsai: "-t M22 52q-6-6 2-10t-2-8;g M12 36q2-6 10-4 4-6 10 0 6 0 4 6-12 2-24-2z;m M14 52h18v4H14z",
  tray: "a M12 54h26v2H12z;-t M16 56l6 6M34 56l-6 6;o M22 48q3-4 6 0v6h-6z",
  chest: "t M8 42h28v18H8z;-k3 M8 48h28M8 54h28;o M20 44h4v1.5h-4zM20 50h4v1.5h-4zM20 56h4v1.5h-4z",
  fire: "k2 M8 26h30v36H8z;m M13 38h20v24H13z;o M23 44q8 8 3 16h-7q-4-6 4-16z;a M5 22h36v4H5z",
  globe: "-t M22 50v8M14 61h16;a M22 34a8 8 0 1 0 .1 0z;-t M13 42a9 9 0 0 0 18 0",
  crate: "t M8 48h24v14H8z;-k2 M8 53h24M8 57h24M14 48v14M26 48v14",
  books:
    "-m M6 14h26M6 26h26M6 38h26M6 14v30M32 14v30;a M8 18h3v8H8zM12 16h3v10h-3zM20 30h3v8h-3z;s M16 18h4v8h-4zM10 30h3v8h-3zM25 31h4v7h-4z",
  block: "h M8 50h16v12H8z;k1 M24 50h6v12h-6z",
  glass: "h5 M8 52h28v2H8z;-h M10 54l4 8M34 54l-4 8",
  wheel: "-t M20 40a11 11 0 1 0 .1 0zM20 40v22M9 51h22M12 43l16 16M28 43L12 59",
};

const lamps: Readonly<Record<string, string>> = {
  none: "",
  pendant: "-m M63 0v12;m M56 18q0-7 7-7t7 7z;o3 M56 18h14l9 26H47z",
  globe: "-m M63 0v9;o M63 9a5 5 0 1 0 .1 0z",
  chandelier:
    "-o M63 0v8M52 14q11 8 22 0M63 8v10;o M50 10h3v4h-3zM61.5 14h3v4h-3zM73 10h3v4h-3z;h M56 19h1.5v3H56zM62.3 21h1.5v3h-1.5zM69 19h1.5v3H69z",
  arc: "-m M92 60V18q0-12-18-10;m M66 12q2-7 11-5l-1 6z;o3 M66 12l10 1-2 24H54z",
  bulbs: "-m M50 0v8M63 0v14M76 0v6;o M50 8a2.5 3 0 1 0 .1 0zM63 14a2.5 3 0 1 0 .1 0zM76 6a2.5 3 0 1 0 .1 0z",
  lantern: "-m M63 0v6;m M58 6h10l2 3H56z;o M58 9h10l-2 10h-6z;-m M58 9l2 10h6l2-10M63 9v10",
  paper: "-k3 M63 0v5;h M63 5a8 7 0 1 0 .1 0z;-k1 M56 9h14M55 12h16M56 15h14",
  candle: "m M90 40h1.5v20H90z;h M88 30h5v10h-5z;o M90.5 24q3 4 0 6-3-2 0-6z",
  shade: "m M90 26h1.5v34H90z;o M84 14h13l3 12H81z",
  strip: "o M40 2h48v1.5H40z;o3 M40 3h48l6 14H34z",
  ring: "-o M63 4a14 4 0 1 0 .1 0z;-m M63 0v4",
  antler: "-t M63 0v8M50 16q2-8 13-8t13 8M50 16l-3-6M76 16l3-6M56 11l-2-5M70 11l2-5",
  star: "-m M63 0v6;o M63 6l3 5 6 2-6 2-3 6-3-6-6-2 6-2z",
};

/** Art on the wall, above the seat. */
const art: Readonly<Record<string, string>> = {
  none: "",
  frame: "h M54 20h18v12H54z;a M56 22h14v8H56z",
  pair: "h M48 18h12v14H48zM66 18h12v14H66z;a M50 20h8v10h-8z;s M68 20h8v10h-8z",
  tall: "a M58 8h12v24H58z;h5 M61 12h6v8h-6z",
  sun: "-a M63 12v20M53 22h20M56 15l14 14M70 15L56 29;a M63 17a5 5 0 1 0 .1 0z",
  mirror: "o M63 12a9 11 0 1 0 .1 0z;h M63 14a7 9 0 1 0 .1 0z",
  mount: "s M48 32l10-14 7 9 5-6 10 11z;h M58 18l4 6h-7z",
  wave: "a M52 30q6-10 12 0 6-10 12 0v3H52z",
  scroll: "h M58 10h12v24H58z;t M56 9h16v2H56zM56 33h16v2H56z;m M62 15h3v12h-3z",
  plates:
    "a M52 18a4 4 0 1 0 .1 0zM64 14a5 5 0 1 0 .1 0zM76 20a4 4 0 1 0 .1 0z;h M52 20a2 2 0 1 0 .1 0zM64 16a3 3 0 1 0 .1 0zM76 22a2 2 0 1 0 .1 0z",
  map: "o M46 10h34v20H46z;t M50 14h10v7h-8zM62 18h12l-4 8h-6z",
  screen: "m M46 12h36v20H46z;a M48 14h32v16H48z;h4 M50 26l8-7 6 5 8-8 6 6v6H50z",
  sign: "-a M50 16h8l4 6 4-6h10M50 26h26",
  garland: "-g M44 10q19 14 38 0;a M50 13h3v4h-3zM62 17h3v4h-3zM74 13h3v4h-3z",
};

const floors: Readonly<Record<string, string>> = {
  boards: "-k1 M0 50h96M0 56h96M0 62h96M20 44v6M64 44v6M42 50v6M84 50v6M14 56v6M60 56v6",
  tiles: "-k1 M0 50h96M0 57h96M12 44l-6 20M32 44l-4 20M48 44v20M64 44l4 20M84 44l6 20",
  check:
    "k3 M0 44h12l-3 7H0zM24 44h12l-1 7H22zM48 44h12l1 7H48zM72 44h12l3 7H74zM9 51h13l-3 7H4zM35 51h13v7H34zM61 51h13l3 7H62zM87 51h9v7h-5zM0 58h4l-3 6H0zM19 58h15l-1 6H16zM48 58h14l2 6H48zM77 58h14l4 6H80z",
  plain: "h1 M0 44h96v3H0z",
  mats: "-k2 M0 54h96M32 44v10M64 54v10",
  rug: "a M30 56h62l4 8H24z;h4 M33 58h56l1 1H32z",
  kilim: "a M26 56h66l4 8H20z;s M32 60l3-2 3 2-3 2zM48 60l3-2 3 2-3 2zM64 60l3-2 3 2-3 2zM80 60l3-2 3 2-3 2z",
  stone: "-k2 M0 51h30l4-7M30 51l6 13M34 51h34l-4-7M68 51l-4 13M68 53h28",
};

/** Light that falls over the finished room. */
const lights: Readonly<Record<string, string>> = {
  none: "",
  sun: "h2 M6 44h36l26 20H34z",
  warm: "o1 M0 0h96v64H0z",
  dusk: "k2 M0 0h96v64H0z;o2 M40 0h46l10 44H30z",
  glow: "a2 M0 0h96v64H0z",
};

const parts = [walls, windows, art, objects, floors, seats, lamps, lights];

/** Colors of the wall, floor, seat, accent and sky, and the parts in the order of `parts`. */
const recipes: Readonly<Record<string, string>> = {
  "minimalist-haven": "ffeddcccc888cef plain big none none plain block none sun",
  "modern-fusion": "eeeba8567e83cef plain slot pair slab rug tuxedo arc none",
  "contemporary-elegance": "eedcba778a95cef mould drapes tall glass plain curved shade none",
  "industrial-loft": "b76776543d92cde brick steel none books boards hide bulbs none",
  "bohemian-oasis": "fecc97b64396def plain none tapestry palm kilim rattan star warm",
  "coastal-breeze": "eefedc9bd27aadf boards shutters wave crate boards peg none sun",
  "desert-retreat": "fdbdb8c85a42fdb arch none sun cactus tiles floor none sun",
  "mountain-escape": "b87865754d54cde logs peak mount fire boards trunk antler none",
  "victorian-elegance": "6457549237b6cde stripes drapes none chest rug tufted chandelier dusk",
  "art-deco-glamour": "355222186db3345 deco none none round check curved shade none",
  "mid-century-modern": "fedb86588e73bdf plain sash sun slab plain peg shade none",
  "french-country-charm": "fefdcbabcd99cef beams shutters plates chest stone daybed none none",
  "colonial-classic": "eedb85468a32cef panel sash frame chest boards camel candle none",
  "scandinavian-sanctuary": "fffedbbbbcb8def plain big pair plant rug frame pendant none",
  "japanese-zen": "feddca9a7743fff plain shoji scroll bonsai mats futon paper none",
  "moroccan-mystique": "e96c64258fb3fda zellige lattice none tray kilim floor lantern warm",
  "mediterranean-retreat": "fffdb937be958bf beams arch plates palm tiles bench none sun",
  "indian-exuberance": "fb4b53c26e84fda niche lattice none tray kilim daybed lantern none",
  "travelers-trove": "dcba75846b83cde plain round map globe rug trunk shade warm",
  "cyber-eclectic-fusion": "32421382f0dd413 concrete port sign glass grid pipe strip glow",
  "neon-noir": "112223445f2a213 neon none sign glass check block strip none",
  "techno-wonderland": "def9abfff0dd8cf plain port screen block grid wave ring glow",
  "retro-futurism": "fdcc86e63399bde plain round sun round plain tulip globe none",
  "digital-zen": "eefccd9abfafeff plain big screen bonsai mats floor ring none",
  rustic: "dba853875543cde beams peak none wheel stone bench antler warm",
  vintage: "edca76789b65cde stripes sash frame books boards wing shade warm",
  "shabby-chic": "feefedfcddabdef boards drapes garland chest plain camel chandelier none",
  modern: "eeecba677e94cef plain big frame round rug block arc none",
  scandinavian: "fffeddbcbdb8def boards big pair plant plain frame pendant sun",
  mediterranean: "fffdb948ce858bf arch arch plates palm tiles bench lantern none",
  industrial: "a99666543d92cde concrete steel none books plain hide bulbs none",
  "american-vintage": "edc964733368cde panel sash map crate boards tufted shade none",
  "neo-classical": "eeeccbbaacb7cef mould arch none block check camel chandelier none",
  luxury: "433221655dc8345 mould drapes none glass rug curved chandelier dusk",
  futuristic: "eef9acfff4cfbdf plain port screen none grid pod ring glow",
};

/** Returns the picture of a room, or undefined if there is none. */
export function room(style: string): TemplateResult | undefined {
  const [colors, ...names] = recipes[style]?.split(" ") ?? [];
  if (!colors) return undefined;
  const [wall, ...others] = parts.map((part, index) => part[names[index] ?? ""] ?? "");
  const floor = "f M0 44h96v20H0z;k2 M0 43h96v1H0z";
  return draw(["w M0 0h96v64H0z", wall, floor, ...others].join(";"), readColors("wfsay", colors));
}

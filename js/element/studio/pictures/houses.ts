// Houses: each style has its own shape. Skies, seasons and surroundings are drawn around the same house.
import type { TemplateResult } from "lit";
import { draw, readColors } from "./draw.js";

/** Colors of the sky, ground, facade and roof, and the shapes of the building. */
const styles: Readonly<Record<string, readonly [colors: string, shapes: string]>> = {
  "sleek-international": [
    "bdf9b8fffbbb",
    "w M20 30h40v20H20z;h M36 16h40v14H36z;k4 M24 35h20v9H24zM42 20h28v6H42z;s M52 38h5v12h-5z",
  ],
  "eco-futurism": [
    "cef7a6eff5a8",
    "w M20 50q0-28 28-28t28 28z;g M22 42q4-20 26-20t26 20q-6-12-26-12t-26 12z;k4 M40 50V40q8-6 16 0v10z;-g M48 22v-8M48 16q-6-4-8 0M48 14q6-4 8 0",
  ],
  "high-tech": [
    "acd99acde678",
    "w M36 10h24v40H36z;-s M36 10l24 13-24 13 24 14M60 10L36 23l24 13-24 14M48 2v8;s M32 46h32v4H32z",
  ],
  biomorphic: [
    "cef8b7fed9c8",
    "w M16 50q2-18 16-18 4-14 18-12 14-2 16 12 14 2 14 18z;k4 M28 40a4 4 0 1 0 .1 0zM48 28a5 5 0 1 0 .1 0zM66 38a4 4 0 1 0 .1 0z",
  ],
  "neo-futurism": [
    "bcf99afffbce",
    "-w M20 50q0-36 28-36t28 36M28 50q0-28 20-28t20 28;w M38 50q0-20 10-20t10 20z;s M14 48h68v2H14z",
  ],
  "smart-city": [
    "9be89acdf579",
    "w M26 18h14v32H26zM56 8h14v42H56z;h7 M40 30h16v4H40z;k4 M29 22h8v2h-8zM29 27h8v2h-8zM29 32h8v2h-8zM29 37h8v2h-8zM59 13h8v2h-8zM59 18h8v2h-8zM59 23h8v2h-8zM59 28h8v2h-8zM59 33h8v2h-8z;-s M33 18v-6M63 8V2",
  ],
  "space-colony": [
    "224a86eeecba",
    "w M18 50a15 15 0 0 1 30 0zM48 50a14 14 0 0 1 28 0z;s M38 44h20v6H38z;k4 M28 42h8v8h-8zM60 42h6v8h-6z;-h M62 36V22M57 24q5-6 10 0;h M12 8h1v1h-1zM30 14h1v1h-1zM52 6h1v1h-1zM82 12h1v1h-1zM74 24h1v1h-1z",
  ],
  "glassy-minimalist": [
    "bdf9b8cefaac",
    "h5 M22 20h52v30H22z;-s M22 20h52v30H22zM35 20v30M48 20v30M61 20v30;s M18 17h60v3H18z",
  ],
  "dynamic-parametric": [
    "bde9a9eee99a",
    "w M14 50V36q16-20 34-4t34-6v24z;-s M14 38q16-20 34-4t34-6M14 42q16-20 34-4t34-6M14 46q16-20 34-4t34-6",
  ],
  "eco-friendly-sustainable": [
    "cef6a5dc9583",
    "w M20 32h56v18H20z;g M18 26q30-8 60 0v6H18z;k4 M26 37h10v13H26zM44 37h26v7H44z;m M56 18l14 3v5l-14-3z",
  ],
  "expressive-high-tech": [
    "bce999ddee54",
    "w M24 16h48v34H24z;-s M20 16v34M76 16v34M20 26h56M20 38h56M20 16l56 34;k4 M30 20h10v4H30zM54 20h10v4H54zM30 30h10v5H30zM54 42h10v5H54z",
  ],
  "warm-wooden-modern": [
    "cde8a6c85543",
    "w M22 22h52v28H22z;-k2 M28 22v28M34 22v28M40 22v28M46 22v28M52 22v28M58 22v28M64 22v28M70 22v28;s M16 18h64v4H16z;o M44 28h24v9H44z;s M30 36h8v14h-8z",
  ],
  "cantilevered-contemporary": [
    "bce9b8eee555",
    "s M36 34h24v16H36z;w M16 16h64v18H16z;k4 M22 21h26v8H22zM44 38h8v12h-8z;k1 M16 31h64v3H16z",
  ],
  "warehouse-conversion": [
    "bcd998a54444",
    "w M14 26h68v24H14z;s M12 26q36-18 72 0z;k4 M20 32h14v18H20zM41 32h14v18H41zM62 32h14v18H62z;-h M27 32v18M48 32v18M69 32v18M20 40h14M41 40h14M62 40h14",
  ],
  "factory-loft": [
    "ccd999b64555",
    "w M22 12h52v38H22z;-k1 M22 17h52M22 31h52M22 45h52;k4 M26 18h12v10H26zM42 18h12v10H42zM58 18h12v10H58zM26 33h12v10H26zM42 33h12v10H42zM58 33h12v10H58z;-h M32 18v10M48 18v10M64 18v10M32 33v10M48 33v10M64 33v10;m M60 4h8v8h-8z",
  ],
  "steel-frame-vintage": [
    "cde9a8998654",
    "h4 M22 18h52v32H22z;-s M22 18h52v32H22zM22 34h52M39 18v32M57 18v32M22 18l17 16M39 18L22 34M57 18l17 16M74 18L57 34;w M22 14h52v4H22z",
  ],
  "industrial-chic-townhouse": [
    "cde999843333",
    "w M32 8h32v42H32z;s M30 5h36v4H30z;k4 M36 13h10v8H36zM50 13h10v8H50zM36 25h10v8H36zM50 25h10v8H50zM36 37h10v8H36z;s M51 36h9v14h-9z;-m M64 14h6v36M64 26h6M64 38h6",
  ],
  "repurposed-factory": [
    "bcd888964555",
    "w M16 32h54v18H16z;s M16 32V20l18 12V20l18 12V20l18 12z;s M74 6h7v44h-7z;k4 M22 38h10v6H22zM38 38h10v6H38zM54 38h10v12H54z",
  ],
  "industrial-farmhouse": [
    "cef9b7eee333",
    "w M24 50V30l8-13h32l8 13v20z;s M19 31l11-17h36l11 17-3 2-10-15H32L22 33z;s M42 34h12v16H42z;-h M42 34h12v16H42zM42 34l12 16M54 34L42 50",
  ],
  "enchanting-gothic": [
    "99b687777445",
    "w M34 50V24l14-17 14 17v26zM22 50V20h8v30zM66 50V20h8v30z;s M20 20l6-16 6 16zM64 20l6-16 6 16z;k5 M44 50V38q4-8 8 0v12zM46 30q2-7 4 0v3h-4zM25 32q1-6 2 0v5h-2zM69 32q1-6 2 0v5h-2z",
  ],
  "opulent-baroque": [
    "cdf9a7edb687",
    "w M16 28h64v22H16z;s M16 28q4-8 12-8h40q8 0 12 8zM38 20q0-11 10-11t10 11z;o M47 3h2v6h-2z;h5 M20 30h3v20h-3zM34 30h3v20h-3zM59 30h3v20h-3zM73 30h3v20h-3z;k4 M26 34h5v8h-5zM65 34h5v8h-5zM44 50V38q4-6 8 0v12z",
  ],
  "earthy-vernacular": [
    "deeba7ca7865",
    "w M24 34h48v16H24z;s M16 38q6-24 32-24t32 24q-32-8-64 0z;k4 M32 40h8v6h-8zM56 40h8v6h-8z;t M45 38h7v12h-7z",
  ],
  "graceful-moorish": [
    "cefdb9fdbc74",
    "w M18 22h60v28H18z;s M16 19h64v3H16z;k4 M24 50V39a6 7 0 1 1 10 0v11zM43 50V39a6 7 0 1 1 10 0v11zM62 50V39a6 7 0 1 1 10 0v11z;s M20 25h56v2H20z",
  ],
  "whimsical-art-deco": [
    "fde9b9fed2a9",
    "w M28 50V28h8V18h6V8h12v10h6v10h8v22z;s M44 10h2v38h-2zM50 10h2v38h-2zM36 30h2v18h-2zM58 30h2v18h-2z;-s M48 8V2",
  ],
  "intricate-tudor": [
    "cde7a6eed643",
    "h M22 30h52v20H22z;s M18 32l12-20 12 14h20l16 6z;-t M22 31v19M34 26v24M46 30v20M58 30v20M74 32v18M22 40h52M34 30l12 10M58 40l16-8;k4 M38 43h6v5h-6zM62 43h8v5h-8z;w M64 8h6v18h-6z",
  ],
  "bold-brutalist": [
    "ccd999aaa777",
    "w M16 14h64v12H16zM26 26h44v8H26zM18 34h60v16H18z;k4 M22 18h7v5h-7zM34 18h7v5h-7zM46 18h7v5h-7zM58 18h7v5h-7zM70 18h6v5h-6zM24 38h4v9h-4zM34 38h4v9h-4zM44 38h8v12h-8zM58 38h4v9h-4zM68 38h4v9h-4z",
  ],
  "playful-post-modern": [
    "cef9c8fb86ad",
    "w M22 26h52v24H22z;s M22 26L48 8l26 18z;y M48 15a5 5 0 1 0 .1 0z;s M26 28h5v22h-5zM65 28h5v22h-5z;k4 M36 32h8v8h-8zM52 32h8v8h-8zM44 50V42h8v8z",
  ],
  "serene-scandinavian": [
    "def9b9eee445",
    "w M30 50V27l18-18 18 18v23z;s M26 29L48 6l22 23-3 2-19-20-19 20z;k4 M42 20h12v7H42zM36 34h8v8h-8z;s M52 36h8v14h-8z",
  ],
  "curvaceous-organic": [
    "cef8b7fecca9",
    "w M18 50q-4-26 22-28 30-4 38 28z;h6 M26 50q0-18 18-20 18 0 22 20z;s M18 40q8-20 30-18-20 2-26 20z",
  ],
  "dramatic-deconstructivist": [
    "abd888ccd556",
    "w M20 50l5-28 21 6-4 22z;s M40 50l13-40 9 40z;w M58 50l2-24 21-8-4 32z;k4 M28 32l11 3-1 6-11-2zM64 32l10-4v7l-10 3zM50 30l4-8 2 12z",
  ],
  "romanesque-revival": [
    "cde9a8ca9a76",
    "w M32 26h46v24H32zM18 12h14v38H18z;s M15 12l10-9 10 9zM32 26l23-12 23 12z;k4 M22 26v-5a3 3 0 0 1 6 0v5zM40 44v-7a4 4 0 0 1 8 0v7zM52 50V38a5 5 0 0 1 10 0v12zM66 44v-7a4 4 0 0 1 8 0v7z",
  ],
  "spanish-revival": [
    "cef9b7ffec64",
    "w M18 30h60v20H18zM24 16h14v14H24z;s M14 30l6-6h56l6 6zM21 16l10-7 10 7z;k4 M28 26v-4a3 3 0 0 1 6 0v4zM44 50V40a5 5 0 0 1 10 0v10zM60 50V40a5 5 0 0 1 10 0v10zM24 36h8v7h-8z",
  ],
  "colonial-revival": [
    "cef8a6fff456",
    "w M20 26h56v24H20z;s M16 26l9-13h46l9 13z;h M38 28l10-9 10 9zM40 28h2v22h-2zM54 28h2v22h-2z;k4 M25 31h7v8h-7zM64 31h7v8h-7zM45 38h6v12h-6z;-s M24 31v8M33 31v8M63 31v8M72 31v8",
  ],
  "gothic-revival": [
    "bcd8a7a98556",
    "w M20 50V32h56v18z;s M16 34l8-10h48l8 10z;w M28 50V24l9-14 9 14v26zM52 50V28l7-11 7 11v22z;-s M26 26l11-17 11 17M50 30l9-14 9 14;k4 M35 34q2-8 4 0v5h-4zM57 36q2-7 4 0v4h-4z",
  ],
  "art-nouveau-revival": [
    "cee8b8edb5a8",
    "w M24 50V22q4-10 12-6 12-12 24 0 8-4 12 6v28z;-s M24 22q4-10 12-6 12-12 24 0 8-4 12 6;k4 M42 50V38q6-8 12 0v12zM30 32q4-8 7 0v6h-7zM59 32q4-8 7 0v6h-7zM44 24q4-4 8 0v4h-8z;-s M40 50q-4-16 8-18 12 2 8 18",
  ],
  "neogothic-revival": [
    "abc897998445",
    "w M26 28h44v22H26z;w M40 50V18h16v32z;s M38 18L48 0l10 18zM26 28l7-8 7 8zM56 28l7-8 7 8z;k5 M46 30q2-7 4 0v6h-4zM31 36q2-7 4 0v8h-4zM61 36q2-7 4 0v8h-4zM45 50v-7q3-5 6 0v7z",
  ],
  "adobe-pueblo": [
    "bdfdb8d96b75",
    "w M14 36q0-3 3-3h62q3 0 3 3v14H14zM28 22q0-3 3-3h34q3 0 3 3v11H28z;s M18 37h3v3h-3zM30 37h3v3h-3zM60 37h3v3h-3zM72 37h3v3h-3zM34 22h2v3h-2zM46 22h2v3h-2zM58 22h2v3h-2z;k4 M44 40h8v10h-8zM24 43h6v4h-6zM66 43h6v4h-6z;-t M70 50V30M75 50V30M70 35h5M70 41h5",
  ],
  "new-england-cottage": [
    "cef8b7cdd567",
    "w M20 32h56v18H20z;s M16 34l10-18h44l10 18zM60 8h7v10h-7z;-h M20 38h56M20 44h56;h M30 28l6-7 6 7zM54 28l6-7 6 7z;k4 M34 24h4v4h-4zM58 24h4v4h-4zM28 38h8v6h-8zM60 38h8v6h-8zM45 38h7v12h-7z",
  ],
  "tropical-bamboo": [
    "bef6b5dc7a84",
    "s M12 30L48 8l36 22-4 3-32-18-32 18z;w M26 30h44v10H26z;-w M28 40v14M39 40v14M57 40v14M68 40v14;-k2 M32 30v10M38 30v10M44 30v10M56 30v10M62 30v10;-t M46 40l-6 14M52 40l-6 14",
  ],
  "mediterranean-village": [
    "9dfdc9fffd74",
    "w M14 34h26v16H14zM36 24h26v26H36zM58 32h26v18H58z;s M41 24a8 8 0 0 1 16 0zM64 32a7 7 0 0 1 14 0z;k4 M22 40h5v5h-5zM46 31h5v5h-5zM46 50v-7a3 3 0 0 1 6 0v7zM68 39h5v5h-5z",
  ],
  "african-mud-hut": [
    "edcca6b64cb6",
    "w M22 34h28v16H22zM58 38h18v12H58z;s M16 36L36 10l20 26zM53 40l14-18 14 18z;k5 M32 50V41a4 4 0 0 1 8 0v9zM65 50v-5a3 3 0 0 1 5 0v5z;-s M22 40h28",
  ],
  "scandinavian-log-cabin": [
    "def8a7964543",
    "w M22 30h52v20H22z;-k3 M22 34h52M22 38h52M22 42h52M22 46h52;s M16 32L48 10l32 22-4 2-28-19-28 19z;g M20 29L48 9l28 20-28-17z;o M32 37h8v6h-8z;s M52 36h9v14h-9z;m M62 12h5v10h-5z",
  ],
  "ancient-egyptian": [
    "bdfec8eb8da6",
    "w M10 50L44 10l34 40z;k2 M44 10l34 40H54z;w M62 50l14-18 14 18z;s M40 50v-7h8v7z",
  ],
  "greek-classical": [
    "9cfcb9ffeeec",
    "w M16 24L48 9l32 15zM18 24h60v4H18z;w M22 28h5v19h-5zM33 28h5v19h-5zM44 28h5v19h-5zM55 28h5v19h-5zM66 28h5v19h-5z;k1 M27 28h6v19h-6zM38 28h6v19h-6zM49 28h6v19h-6zM60 28h6v19h-6z;s M14 47h68v3H14z",
  ],
  "roman-imperial": [
    "bdfcb9edcc64",
    "w M16 18h64v32H16z;s M14 15h68v3H14zM16 33h64v2H16z;k4 M21 32v-7a4 4 0 0 1 8 0v7zM34 32v-7a4 4 0 0 1 8 0v7zM47 32v-7a4 4 0 0 1 8 0v7zM60 32v-7a4 4 0 0 1 8 0v7zM21 50v-8a4 4 0 0 1 8 0v8zM34 50v-8a4 4 0 0 1 8 0v8zM47 50v-8a4 4 0 0 1 8 0v8zM60 50v-8a4 4 0 0 1 8 0v8z",
  ],
  "pre-columbian-mesoamerican": [
    "bde7a6ba8987",
    "w M12 50v-8h8v-8h8v-8h8v-8h24v8h8v8h8v8h8v8z;s M40 10h16v8H40z;k2 M43 18h10v32H43z;k4 M45 12h6v6h-6z;-k1 M43 24h10M43 30h10M43 36h10M43 42h10",
  ],
  "ancient-chinese": [
    "cde9a8b33365",
    "w M32 36h32v14H32zM36 22h24v8H36zM40 10h16v6H40z;s M22 38q6-1 10-8h32q4 7 10 8l-2 2H24zM28 24q5-1 8-7h24q3 6 8 7l-2 2H30zM34 11q8-2 14-8 6 6 14 8z;k4 M45 40h6v10h-6zM36 42h5v4h-5zM55 42h5v4h-5z",
  ],
  "ancient-indian": [
    "feccb9e95b63",
    "w M34 50V30q2-22 14-27 12 5 14 27v20zM18 50V38q1-10 8-14 7 4 8 14v12zM62 50V38q1-10 8-14 7 4 8 14v12z;-s M35 26h26M37 18h22M34 34h28M19 36h14M63 36h14;k4 M44 50V42q4-6 8 0v8z;s M47 0h2v4h-2z",
  ],
  "islamic-moorish": [
    "cefdb9fda2a9",
    "w M14 24h68v26H14z;s M14 20h5v4h-5zM24 20h5v4h-5zM34 20h5v4h-5zM44 20h5v4h-5zM54 20h5v4h-5zM64 20h5v4h-5zM74 20h5v4h-5z;s M18 50V38a7 8 0 1 1 12 0v12zM41 50V36a9 9 0 1 1 14 0v14zM66 50V38a7 8 0 1 1 12 0v12z;k5 M21 50V40a4 5 0 1 1 6 0v10zM44 50V39a6 6 0 1 1 8 0v11zM69 50V40a4 5 0 1 1 6 0v10z",
  ],
  "islamic-ottoman": [
    "cdfbb9eee689",
    "w M24 34h48v16H24z;s M28 34a20 18 0 0 1 40 0zM22 36a6 6 0 0 1 12 0zM62 36a6 6 0 0 1 12 0z;w M14 16h4v34h-4zM78 16h4v34h-4z;s M13 16l3-12 3 12zM77 16l3-12 3 12zM47 10h2v7h-2z;k4 M32 50V42q3-4 6 0v8zM45 50V41q3-5 6 0v9zM58 50V42q3-4 6 0v8z",
  ],
  "islamic-persian": [
    "cefcb8dc927b",
    "w M26 14h44v36H26zM12 28h14v22H12zM70 28h14v22H70z;s M30 18h36v32H30z;k5 M35 50V32q2-8 13-12 11 4 13 12v18z;w M44 50V40q4-6 8 0v10z;s M15 34q4-6 8 0v6h-8zM73 34q4-6 8 0v6h-8zM24 14V4h4v10zM68 14V4h4v10z",
  ],
  "islamic-mughal": [
    "fdcba9e987ba",
    "w M28 28h40v22H28z;s M34 28q-4-10 6-15 6-2 8-8 2 6 8 8 10 5 6 15zM26 28q-2-4 3-7 5 3 3 7zM64 28q-2-4 3-7 5 3 3 7z;w M12 18h4v32h-4zM80 18h4v32h-4z;s M11 18a3 4 0 0 1 6 0zM79 18a3 4 0 0 1 6 0z;k4 M40 50V38q2-5 8-8 6 3 8 8v12zM31 38q2-4 4 0v5h-4zM61 38q2-4 4 0v5h-4z",
  ],
  "islamic-fatimid": [
    "cefdb9dca9a7",
    "w M14 28h68v22H14zM20 10h10v18H20z;w M14 24h4v4h-4zM34 24h4v4h-4zM42 24h4v4h-4zM50 24h4v4h-4zM58 24h4v4h-4zM66 24h4v4h-4zM74 24h4v4h-4z;s M19 10q0-7 6-7t6 7z;s M42 50V36q6-8 12 0v14z;k5 M45 50V40q3-5 6 0v10zM62 42q3-6 6 0v5h-6z;-s M22 16h6M22 22h6",
  ],
  "islamic-seljuk": [
    "bdfcb8cb82a9",
    "w M34 50V24h28v26z;s M30 24L48 2l18 22z;k3 M40 24v26h2V24zM54 24v26h2V24z;w M16 36h18v14H16zM62 36h18v14H62z;k5 M44 50V36l4-6 4 6v14z;-s M34 28h28M16 40h18M62 40h18",
  ],
};

/** Colors, and what is around the house. */
const surroundings: Readonly<Record<string, readonly [colors: string, shapes: string]>> = {
  clear: ["6be8b6eeea75", "o M76 8a7 7 0 1 0 .1 0z"],
  cloudy: ["bbc8a7eee976", "h9 M10 16q2-7 9-5 5-6 11 0 7-1 7 6H10zM60 12q2-6 8-4 5-5 10 0 6 0 6 5H60z"],
  rainy: [
    "789687bbb655",
    "k2 M0 0h96v12H0z;k3 M12 14q3-8 10-5 6-6 12 1 7 0 7 6H12zM58 12q3-7 9-4 6-5 11 1 6 0 6 5H58z;-h M16 22l-4 12M28 22l-4 12M40 20l-4 12M62 18l-4 12M74 18l-4 12M86 18l-4 12",
  ],
  snowy: [
    "dddfffeeeccd",
    "h M14 8h2v2h-2zM28 16h2v2h-2zM42 6h2v2h-2zM58 14h2v2h-2zM72 6h2v2h-2zM84 18h2v2h-2zM20 28h2v2h-2zM78 30h2v2h-2zM10 38h2v2h-2zM88 42h2v2h-2zM30 33l19-15 19 15-4 0-15-11-15 11z",
  ],
  misty: ["dddbcbdddbbb", "h5 M0 22h96v6H0zM0 36h96v7H0zM0 50h96v5H0z"],
  midday: ["7cf8b6fffa75", "o M48 2a7 7 0 1 0 .1 0z;-o M48 0v1M36 9h-5M60 9h5M40 16l-3 3M56 16l3 3"],
  night: [
    "112233775333",
    "h M80 6a8 8 0 1 0 6 13 9 9 0 0 1-6-13z;h M14 8h1.5v1.5H14zM30 14h1.5v1.5H30zM46 6h1.5v1.5H46zM62 12h1.5v1.5H62zM22 24h1.5v1.5H22z;o M38 37h7v6h-7z",
  ],
  sunset: ["f96876fdb854", "o M12 50a12 12 0 0 1 24 0z;o2 M4 50a20 20 0 0 1 40 0z;s3 M0 20h96v3H0zM20 28h76v2H20z"],
  sunrise: ["fcb9a7fedb76", "o M66 50a10 10 0 0 1 20 0z;-o M76 36v-5M64 42l-4-4M88 42l4-4;o2 M56 50a20 20 0 0 1 40 0z"],
  spring: [
    "bdf9c7eeefac",
    "g M14 50V36h2v14z;s M15 24a8 8 0 1 0 .1 0zM8 30a5 5 0 1 0 .1 0zM22 30a5 5 0 1 0 .1 0z;h M70 54h2v2h-2zM78 57h2v2h-2zM86 53h2v2h-2zM62 58h2v2h-2z",
  ],
  summer: [
    "6cf5a4eeea75",
    "g M14 50V36h2v14zM15 20a11 11 0 1 0 .1 0zM82 26a9 9 0 1 0 .1 0zM81 44h2v6h-2z;o M66 4a6 6 0 1 0 .1 0z",
  ],
  autumn: [
    "dddb83eeec52",
    "t M14 50V34h2v16z;s M15 20a10 10 0 1 0 .1 0z;o M10 30a5 5 0 1 0 .1 0z;s M66 54h3v2h-3zM76 57h3v2h-3zM84 53h3v2h-3zM24 56h3v2h-3z",
  ],
  winter: [
    "cdeffeeeefff",
    "-t M15 50V24M15 36l-7-8M15 32l7-8M15 28l-4-6;h M30 33l19-15 19 15h-4L49 21 34 33z;h M0 50h96v14H0z;h M70 10h2v2h-2zM82 22h2v2h-2zM60 6h2v2h-2z",
  ],
  cityscape: [
    "bcd999eee667",
    "k2 M2 50V22h12v28zM16 50V12h10v38zM68 50V10h12v40zM82 50V24h12v26z;h4 M5 26h2v3H5zM9 26h2v3H9zM5 33h2v3H5zM19 16h2v3h-2zM71 14h2v3h-2zM75 20h2v3h-2zM85 28h2v3h-2z",
  ],
  countryside: [
    "bdf9b5eeea75",
    "g6 M0 50q20-16 44-8t52-6v14z;o M6 58h22v2H6zM66 56h24v2H66z;-t M0 54h30M70 54h26M6 50v8M18 50v8M80 50v8M90 50v8",
  ],
  forest: [
    "bdd364cb9543",
    "g M10 50L18 18l8 32zM-2 50L6 26l8 24zM22 50l7-24 6 24zM70 50l8-34 8 34zM84 50l7-24 7 24zM62 50l7-22 6 22z",
  ],
  desert: [
    "fdbdb7ec9b75",
    "o5 M0 50q24-18 50-4t46-6v10z;g M82 50V32h3v18zM78 42v-6h2v4h3v2zM88 40v-6h-2v4h-3v2z;g M12 52V42h3v10z",
  ],
  mountain: ["cdf787cba556", "k3 M-4 50l24-36 18 24 20-32 40 44z;h M20 14l-7 10 7-2 6 2zM58 6l-8 13 8-3 7 3z"],
  coastal: [
    "adffecfff49c",
    "a M0 40h96v14H0z;h6 M6 44h16v1H6zM66 46h22v1H66zM76 43h12v1H76z;h M80 38l6-14 4 14zM76 39h18l-3 4H79z",
  ],
  tropical: [
    "7df3a5fec7a4",
    "-t M14 52q2-18 8-26M86 52q-2-14-8-22;g M22 26q-14-6-18 6 10-6 18-6 8-12 18 0-8-2-18 0zM78 30q-14-4-16 6 8-6 16-6 8-10 18 2-8-4-18-2z;s M22 28h2v2h-2zM78 32h2v2h-2z",
  ],
  grassland: [
    "cdfac6eeea75",
    "-g M4 56l2-9 2 9M14 60l2-10 2 10M26 57l2-9 2 9M68 58l2-10 2 10M80 56l2-9 2 9M90 60l2-9 2 9;o M40 12h8l-3 2h-2z;g4 M0 50q30-10 96-3v3z",
  ],
  tundra: [
    "deebccddd889",
    "h M0 50q18-8 36 0zM60 50q18-9 40 0z;k2 M8 56h12l3 4H5zM74 55h10l3 4H72z;h M12 10h1.5v1.5H12zM30 20h1.5v1.5H30zM80 12h1.5v1.5H80z",
  ],
  wetland: [
    "cde687cb9765",
    "y M0 52h40l8 6H0zM60 54h36v8H66z;-g M8 54V38M13 56V40M20 54V42M80 56V38M86 58V40M91 56V42;t M7 34h2.5v7H7zM12 36h2.5v7H12zM79 34h2.5v7H79zM85 36h2.5v7H85z",
  ],
};

const building = "w M34 32h30v18H34z;s M30 33l19-15 19 15z;k4 M38 37h7v6h-7zM53 38h6v12h-6z";
/** What would be hidden behind the house. */
const inFront = new Set(["night", "snowy", "misty", "winter", "rainy", "wetland", "grassland"]);

/** Returns the picture of a style, sky, season, time of day or landscape, or undefined if there is none. */
export function house(value: string): TemplateResult | undefined {
  const [colors, shapes] = styles[value] ?? surroundings[value] ?? [];
  if (!colors || !shapes) return undefined;
  const scene = ["y M0 0h96v64H0z", "f M0 50h96v14H0z"];
  if (value in styles) scene.push("k1 M10 50h76v2H10z", shapes);
  else scene.push(...(inFront.has(value) ? [building, shapes] : [shapes, building]));
  return draw(scene.join(";"), { ...readColors("yfws", colors), a: "#4a9cc0" });
}

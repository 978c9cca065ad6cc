// Views that many visits do not need: the row of several photos, the frame over a photo that is cropped, the steps to a result, results
// side by side, reference images, renders of an earlier visit, the rules of a market, and results that come in later.
import { cropStyles } from "./crop-styles.js";
import { marketRulesStyles } from "./market-rules-styles.js";
import { photosStyles } from "./photos-styles.js";
import { referenceStyles } from "./reference-styles.js";
import { versionsStyles } from "./versions-styles.js";

export { createImageHost } from "../../../studio/image-host.js";
export { CropFrame } from "./crop-frame.js";
export { cropFrame } from "./crop.js";
export { chain, comparisons } from "./chain.js";
export { MarketGate } from "./market-gate.js";
export { marketRules } from "./market-rules.js";
export { earlier } from "./earlier.js";
export { fitted } from "./fitted.js";
export { nextPhoto } from "./next-photo.js";
export { row, skippedNote } from "./photos.js";
export { reduceImage } from "./reduce-image.js";
export { referenceField } from "./reference-field.js";
export { UnseenResults } from "./unseen-results.js";
export { versions } from "./versions.js";
export { versionsReady } from "./versions-ready.js";
export { VersionsZoom } from "./versions-zoom.js";
export const styles = [cropStyles, photosStyles, marketRulesStyles, referenceStyles, versionsStyles];

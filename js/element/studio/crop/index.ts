// The crop frame, which loads with the first photo that is cropped.
export { cropStyles as styles } from "./styles.js";
export { CropFrame } from "./frame.js";
export { cropFrame } from "./view.js";

// Amounts of credits in words.
import { fill, type Texts } from "../../locales/texts.js";

/** Returns "1 credit" or "4 credits". */
export const creditsText = (count: number, { studio }: Texts): string =>
  fill(count === 1 ? studio.credit : studio.credits, { count });

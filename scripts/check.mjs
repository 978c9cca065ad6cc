// `npm run check`: lint, then every suite. A failed lint check counts as a failed test.
import { lint } from "./lint.mjs";
import { conclude, everySuite, prepare, test } from "./test.mjs";

const found = await prepare(everySuite);
const failedChecks = await lint();
const { passed, failed } = await test(everySuite, found);
if (failedChecks.length > 0) console.log(`lint failed: ${failedChecks.join(", ")}`);
conclude({ passed, failed: failed + failedChecks.length });

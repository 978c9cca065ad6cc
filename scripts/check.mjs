// `npm run check`: lint, then every suite. A check that failed counts as a failed test.
import { buildIfStale } from "./build.mjs";
import { lint } from "./lint.mjs";
import { setUp } from "./setup/index.mjs";
import { conclude, everySuite, test } from "./test.mjs";

setUp({ browser: true });
buildIfStale();
const failedChecks = await lint();
const { passed, failed } = await test(everySuite);
if (failedChecks.length > 0) console.log(`lint failed: ${failedChecks.join(", ")}`);
conclude({ passed, failed: failed + failedChecks.length });

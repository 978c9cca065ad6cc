// `node:assert/strict` and `node:util` for pages: Vite bundles the npm packages that browsers use in their place.
import assert from "assert/";
import { inspect } from "util/";

export default assert.strict;
export { inspect };

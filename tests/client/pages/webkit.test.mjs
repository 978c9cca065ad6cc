import { runInPages } from "./pages.mjs";

runInPages("webkit");

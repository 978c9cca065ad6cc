import { runInPages } from "./pages.mjs";

runInPages("chromium");

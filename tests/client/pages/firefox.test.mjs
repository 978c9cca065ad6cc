import { runInPages } from "./pages.mjs";

runInPages("firefox");

// A page's script: leaves what came of it, as a promise, where the test finds it.
import { stage } from "./stage.js";

globalThis.outcome = stage(location.origin);

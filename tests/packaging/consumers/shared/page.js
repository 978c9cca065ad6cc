// A page's script: stores its outcome as a promise in a global for the test.
import { stage } from "./stage.js";

globalThis.outcome = stage(location.origin);

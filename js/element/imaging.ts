// Preloads the client's imaging module, so users do not wait for it.
import { loadImaging } from "../client/imaging.js";

/** Starts loading the module. If that fails, the first call that needs it tries again and reports the error. */
export function preloadImaging(): void {
  loadImaging().catch(() => undefined);
}

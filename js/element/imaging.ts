// Loading the client's imaging module before it is needed, so that nobody waits for it.
import { loadImaging } from "../client/imaging.js";

/** Begins to load it. If that fails, what needs the module tries again and says why. */
export function preloadImaging(): void {
  loadImaging().catch(() => undefined);
}

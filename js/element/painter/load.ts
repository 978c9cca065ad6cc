// Loads the painter on demand, when the user first selects the edit tool.
import { loadImaging } from "../../client/imaging.js";

let loading: Promise<void> | undefined;

/** Loads and registers `<reroom-mask-painter>` once. On failure, calls `onError`; the next call tries again. */
export function loadPainter(onError: (error: unknown) => void): void {
  loading ??= Promise.all([import("./define.js"), loadImaging()]).then(
    ([{ definePainter }]) => {
      definePainter();
    },
    (error: unknown) => {
      loading = undefined;
      onError(error);
    },
  );
}

// The painter is loaded when somebody first chooses to change a part of a photo.
import { loadImaging } from "../../client/imaging.js";

let loading: Promise<void> | undefined;

/** Loads and registers `<reroom-mask-painter>`, once; `failed` is told why that cannot be done, and the next call tries again. */
export function loadPainter(failed: (error: unknown) => void): void {
  loading ??= Promise.all([import("./define.js"), loadImaging()]).then(
    ([{ definePainter }]) => {
      definePainter();
    },
    (error: unknown) => {
      loading = undefined;
      failed(error);
    },
  );
}

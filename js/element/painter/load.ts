// The painter is loaded when somebody first chooses to change a part of a photo.

let loading: Promise<void> | undefined;

/** Loads and registers `<reroom-mask-painter>`, once; `failed` is told why that cannot be done, and the next call tries again. */
export function loadPainter(failed: (error: unknown) => void): void {
  loading ??= import("./define.js").then(
    ({ definePainter }) => {
      definePainter();
    },
    (error: unknown) => {
      loading = undefined;
      failed(error);
    },
  );
}

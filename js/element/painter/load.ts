// Loads the painter on demand, when the user first selects the edit tool.

let loading: Promise<void> | undefined;

/** Loads and registers `<reroom-mask-painter>` once. On failure, calls `onError`; the next call tries again. */
export function loadPainter(onError: (error: unknown) => void): void {
  loading ??= import("./define.js").then(
    ({ definePainter }) => {
      definePainter();
    },
    (error: unknown) => {
      loading = undefined;
      onError(error);
    },
  );
}

// Clicks that spend credits.

/** Hears the first of several quick clicks: the second one was meant for the same button, not for what came after it. */
export const once =
  (action: () => void) =>
  (event: MouseEvent): void => {
    if (event.detail < 2) action();
  };

// Guards buttons that spend credits.

/** Handles only the first click of a double click. The second one could hit a button that has just appeared. */
export const onFirstClick =
  (action: () => void) =>
  (event: MouseEvent): void => {
    if (event.detail < 2) action();
  };

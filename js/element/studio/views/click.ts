// Guards buttons that spend credits.

/** Handles only the first click of a double click. The second one could hit a button that has just appeared. */
export const onFirstClick =
  (action: () => void) =>
  (event: MouseEvent): void => {
    if (event.detail < 2) action();
  };

/** Ignores auto-repeat of Enter, which would press every button that receives focus next. */
export function ignoreRepeatedEnter(event: KeyboardEvent): void {
  const typing = event.composedPath().some((target) => target instanceof HTMLTextAreaElement);
  if (event.repeat && event.key === "Enter" && !typing) event.preventDefault();
}

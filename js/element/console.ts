// Messages for developers. They go to the console; visitors never see them.
import type { WarningMessages } from "./warnings.js";

/** Logs a warning once. Its text is loaded on demand. */
export function warn<K extends keyof WarningMessages>(
  element: string,
  what: K,
  ...args: Parameters<WarningMessages[K]>
): void {
  void import("./warnings.js").then(
    ({ logWarning }) => {
      logWarning(element, what, args);
    },
    () => undefined,
  );
}

/** Logs an error that only a developer can fix. */
export function logError(element: string, error: Error): void {
  console.error(`<${element}> ${error.message}`, error);
}

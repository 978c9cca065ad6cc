// What is told to whoever builds the page, in the console, and never to a visitor.

const warned = new Set<string>();

/** Warns once of something that an element was given and does not understand, however often it is given. */
export function warn(element: string, message: string): void {
  const text = `<${element}> ${message}`;
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(text);
}

/** Reports a failure that a visitor can do nothing about, with its cause. */
export function report(element: string, error: Error): void {
  console.error(`<${element}> ${error.message}`, error);
}

/** A value as a warning shows it; long ones are cut. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (jsonOf(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

// Keeps the key out of answers, wherever in them it stands.

/** Replaces a key in all texts and names of a JSON value, plain and percent-encoded. */
export function createRedaction(apiKey: string): (value: unknown) => unknown {
  const spellings = [...new Set([apiKey, encodeURIComponent(apiKey)])];
  const clean = (text: string): string =>
    spellings.reduce((left, spelling) => left.replaceAll(spelling, "[key]"), text);
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clean(name), walk(inner)]));
  };
  return walk;
}

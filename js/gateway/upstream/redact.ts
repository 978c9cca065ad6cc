// Removes the API key from responses, in any encoding.

/** A shorter key, such as the sandbox's, may be a word that also occurs in URLs and field names. */
const MIN_DISTINCTIVE_LENGTH = 16;

/** A URL up to its query or fragment. A URL with credentials does not match. */
const URL_BEFORE_QUERY = /^https?:\/\/[^\s"'<>@?#]+(?=[?#]|$)/i;

/**
 * Creates a function that replaces a key in the strings and property names of a JSON value: plain, escaped for URLs, JSON or
 * HTML, and in base64. A short key is replaced only as a whole word, and never in property names or URL paths.
 */
export function createRedaction(apiKey: string): (value: unknown) => unknown {
  const isShort = apiKey.length < MIN_DISTINCTIVE_LENGTH;
  const plain = Array.from(apiKey, buildCharPattern).join("");
  const keyPattern = isShort ? `(?<![\\w-])${plain}(?![\\w-])` : plain;
  const pattern = new RegExp([keyPattern, ...buildBase64Patterns(apiKey)].join("|"), "gi");
  const redactText = (text: string): string => {
    const kept = isShort ? (URL_BEFORE_QUERY.exec(text)?.[0] ?? "") : "";
    return kept + text.slice(kept.length).replace(pattern, "[key]");
  };
  const redactName = (text: string): string => (isShort ? text : redactText(text));
  const redact = (value: unknown): unknown => {
    if (typeof value === "string") return redactText(value);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [redactName(name), redact(inner)]));
  };
  return redact;
}

const ENTITIES: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/** Matches a character, escaped up to a few times. Every repetition is bounded, which keeps the search fast. */
function buildCharPattern(char: string): string {
  const code = char.charCodeAt(0);
  const hex = code.toString(16);
  const plain = char.replace(/\W/, "\\$&");
  const entity = [`#0{0,4}${code}`, `#x0{0,4}${hex}`, ENTITIES[char] ?? []].flat().join("|");
  return `(?:\\\\{0,8}(?:${plain}|u00${hex})|%(?:25){0,4}${hex}|&(?:${entity});)`;
}

/** Matches a text in base64, at any offset in the encoded data. */
function buildBase64Patterns(text: string): string[] {
  const encoded = [0, 1, 2].map((offset) => {
    const whole = btoa("\0".repeat(offset) + text);
    // Only the digits that do not depend on neighboring bytes.
    return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6));
  });
  // Too few digits would match unrelated text.
  const distinctive = encoded.filter(({ length }) => length >= 8);
  return distinctive.map((digits) => digits.replaceAll("+", "[+-]").replaceAll("/", "[/_]"));
}

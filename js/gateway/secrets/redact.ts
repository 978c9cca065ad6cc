// Removes API keys from texts and JSON values, in any encoding.

/** Replaces a key in a text. */
export type RedactText = (text: string) => string;

/** A word, or words joined with dashes. Shorter than a real key. */
const WORDS = /^(?=.{1,15}$)[a-z]+(?:[-_.][a-z]+)*$/i;
const MIN_SECRET_LENGTH = 8;

/**
 * Whether a key must be redacted. The sandbox's default key, `sandbox`, also occurs in URLs, file names, and messages, and so
 * may any other word or short text. Such a key can be guessed, so hiding it protects nothing.
 */
export const isSecret = (key: string): boolean => key.length >= MIN_SECRET_LENGTH && !WORDS.test(key);

/** Replaces a key with `[key]`: plain, escaped for URLs, JSON, JavaScript, or HTML, in base64, and as a list of bytes. */
export function createRedaction(key: string): RedactText {
  if (!isSecret(key)) return (text) => text;
  const plain = Array.from(key, buildCharPattern).join("");
  const pattern = new RegExp([plain, ...buildBase64Patterns(key), ...buildBytePatterns(key)].join("|"), "gi");
  return (text) => text.replace(pattern, "[key]");
}

/** Redacts the strings and the property names of a JSON value. */
export function redactJson(value: unknown, redact: RedactText): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [redact(name), redactJson(inner, redact)]));
}

const ENTITIES: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/** Matches a character, escaped up to a few times. Every repetition is bounded, which keeps the search fast. */
function buildCharPattern(char: string): string {
  const code = char.charCodeAt(0);
  const hex = code.toString(16);
  const plain = char.replace(/\W/, "\\$&");
  const entity = [`#0{0,4}${code}`, `#x0{0,4}${hex}`, ENTITIES[char] ?? []].flat().join("|");
  return `(?:\\\\{0,8}(?:${plain}|u00${hex}|x${hex})|%(?:25){0,4}${hex}|&(?:${entity});)`;
}

/** Matches a text in base64, at any offset in the encoded data. */
function buildBase64Patterns(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const whole = btoa("\0".repeat(offset) + text);
    // Only the digits that do not depend on neighboring bytes.
    const digits = whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6));
    return digits.replaceAll("+", "[+-]").replaceAll("/", "[/_]");
  });
}

/** Matches the bytes of a text, as hexadecimal digits or decimal numbers, such as a printed buffer. */
function buildBytePatterns(text: string): string[] {
  const codes = Array.from(text, (char) => char.charCodeAt(0));
  const hex = codes.map((code) => `(?:0x)?${code.toString(16)}`).join("[\\s,:]{0,4}");
  const decimal = codes.join("[\\s,]{1,8}");
  return [hex, `\\b${decimal}\\b`];
}

// Keeps the key out of answers, wherever in them it stands and however it is spelled there.

/** Replaces a key in all texts and names of a JSON value: plain, escaped for URLs, JSON or HTML, and in base64. */
export function createRedaction(apiKey: string): (value: unknown) => unknown {
  const spelled = new RegExp([Array.from(apiKey, spellings).join(""), ...base64(apiKey)].join("|"), "gi");
  const clean = (text: string): string => text.replace(spelled, "[key]");
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clean(name), walk(inner)]));
  };
  return walk;
}

const entities: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

/** A pattern of what may stand for a character, escaped a few times over. Each repetition has an end, and so has the search. */
function spellings(char: string): string {
  const code = char.charCodeAt(0);
  const hex = code.toString(16);
  const plain = char.replace(/\W/, "\\$&");
  const entity = [`#0{0,4}${code}`, `#x0{0,4}${hex}`, entities[char] ?? []].flat().join("|");
  return `(?:\\\\{0,8}(?:${plain}|u00${hex})|%(?:25){0,4}${hex}|&(?:${entity});)`;
}

/** Patterns of a text in base64, wherever it begins in what is encoded. */
function base64(text: string): string[] {
  const encoded = [0, 1, 2].map((before) => {
    const whole = btoa("\0".repeat(before) + text);
    // Only the digits that nothing before or behind it has a part in.
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
  });
  // Of a very short one too little is left to know it by.
  const telling = encoded.filter(({ length }) => length >= 8);
  return telling.map((digits) => digits.replaceAll("+", "[+-]").replaceAll("/", "[/_]"));
}

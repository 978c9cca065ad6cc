// Keeps the key out of answers, wherever in them it stands and however it is spelled there.

/** A shorter key, such as the sandbox's, may be a word that also occurs in addresses and field names. */
const telling = 16;

/** The part of a plain address before its query. An address with a name and a password is not plain. */
const address = /^https?:\/\/[^\s"'<>@?#]+(?=[?#]|$)/i;

/**
 * Replaces a key in all texts and names of a JSON value: plain, escaped for URLs, JSON or HTML, and in base64. A short key is
 * replaced only where it stands alone, and neither in names nor in the path of an address.
 */
export function createRedaction(apiKey: string): (value: unknown) => unknown {
  const isWord = apiKey.length < telling;
  const plain = Array.from(apiKey, spellings).join("");
  const alone = isWord ? `(?<![\\w-])${plain}(?![\\w-])` : plain;
  const spelled = new RegExp([alone, ...base64(apiKey)].join("|"), "gi");
  const clean = (text: string): string => {
    const kept = isWord ? (address.exec(text)?.[0] ?? "") : "";
    return kept + text.slice(kept.length).replace(spelled, "[key]");
  };
  const name = (text: string): string => (isWord ? text : clean(text));
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [name(key), walk(inner)]));
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
  const longEnough = encoded.filter(({ length }) => length >= 8);
  return longEnough.map((digits) => digits.replaceAll("+", "[+-]").replaceAll("/", "[/_]"));
}

// Console warnings for invalid attributes and properties. Loaded only when the first warning is logged.

/** A form field of a tool, as far as warnings need to know it. */
interface Field {
  readonly param: string;
  readonly control: { readonly kind: string; readonly options?: readonly { readonly value: string }[] };
}

const messages = {
  notJson: (name: string, value: unknown) =>
    value === "[object Object]"
      ? `${name} is the text "[object Object]". Pass the object through JSON.stringify() first.`
      : `${name} is not valid JSON: ${format(value)}.`,
  notNumber: (name: string, value: unknown) => `${name} must be a number, not ${format(value)}.`,
  notOneOf: (name: string, value: unknown, words: readonly string[]) =>
    `${name} must be one of ${words.join(", ")}, not ${format(value)}.`,
  notTexts: (name: string, value: unknown) => `${name} must be an object, not ${format(value)}.`,
  notRecords: (name: string, value: unknown) => `${name} must be a list of objects, not ${format(value)}.`,
  textsLack: (name: string, missing: readonly string[]) =>
    `${name} is missing ${missing.slice(0, 8).join(", ")}${missing.length > 8 ? ", …" : ""}. Start from the texts that loadTexts() returns.`,
  notTools: (value: unknown) => `tools must be a list of names, not ${format(value)}.`,
  unknownTool: (name: string, value: unknown, tools: readonly string[]) =>
    `${name}: ${format(value)} is not a tool. The tools are ${tools.join(", ")}.`,
  notPreset: (value: unknown) => `preset must be an object of options by tool, not ${format(value)}.`,
  notOptions: (tool: string, value: unknown) => `preset: ${tool} must be an object of options, not ${format(value)}.`,
  notValue: (tool: string, option: string, value: unknown) =>
    `preset: ${tool}.${option} must be a value or an object with value, fixed, include, or exclude, not ${format(value)}.`,
  unknownOption: (tool: string, option: string, value: string, fields: readonly Field[]) => {
    const asked = fields.filter(({ param }) => param === option);
    if (asked.length > 0)
      return `preset: ${tool}.${option} cannot be ${format(value)}.${list("Its values are", asked.flatMap(valuesOf))}`;
    const options = fields.map(({ param }) => param);
    return `preset: ${tool} has no option ${format(option)}.${list("Its options are", options)}`;
  },
  notPrepare: (value: unknown) => `prepare must be "crop", "pad", "off" or an object of options, not ${format(value)}.`,
  notPrepareOption: (option: string, value: unknown) =>
    Object.hasOwn(prepareOptions, option)
      ? `prepare: ${option} must be ${prepareOptions[option] ?? ""}, not ${format(value)}.`
      : `prepare: ${format(option)} is not an option.${list("The options are", Object.keys(prepareOptions))}`,
  prepareRefused: (message: string) => `prepare: ${message}`,
  notMarket: (value: unknown) =>
    `market must be an id from listMarkets() or one that you added with addMarket(), not ${format(value)}.`,
  notClient: (value: unknown) => `client must be a ReRoom instance, not ${format(value)}.`,
  notPhoto: (value: unknown) =>
    `photo must be a File or a Blob, not ${format(value)}. To load a photo from a URL, set src.`,
  noService: () =>
    "cannot send photos: no service is configured. Set base-url to a path on your server, or client to a ReRoom.",
};

export type WarningMessages = typeof messages;

const prepareOptions: Readonly<Record<string, string>> = {
  fit: '"crop" or "pad"',
  focus: "{ x, y } with values from 0 to 1",
  quality: "a number from 0 to 1",
  format: '"jpeg" or "png"',
};

const list = (before: string, names: readonly string[]): string =>
  names.length > 0 ? ` ${before} ${[...new Set(names)].join(", ")}.` : "";

function valuesOf({ control }: Field): string[] {
  if (control.kind === "level") return ["0.5 to 1"];
  return control.options?.map(({ value }) => value) ?? [];
}

/** Formats a value for a warning, truncated to 80 characters. */
function format(value: unknown): string {
  const text = toJson(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const logged = new Set<string>();

/** Logs a warning once. */
export function logWarning<K extends keyof WarningMessages>(
  element: string,
  what: K,
  args: Parameters<WarningMessages[K]>,
): void {
  const formatMessage = messages[what] as (...args: Parameters<WarningMessages[K]>) => string;
  const text = `<${element}> ${formatMessage(...args)}`;
  if (logged.has(text)) return;
  logged.add(text);
  console.warn(text);
}

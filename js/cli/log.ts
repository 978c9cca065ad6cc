// Prints events. Errors in events are redacted already.
import type { GatewayEvent } from "../gateway/index.js";

const FORMATS: Record<string, (event: GatewayEvent, time: string) => string> = {
  json: (event, time) => JSON.stringify({ time, ...event }, replaceError),
  text: (event, time) => {
    const { type, ...fields } = event;
    const pairs = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value)}`);
    return [time, type, ...pairs].join(" ");
  },
};

/** Returns an `onEvent` that prints one line per event. Throws an `Error` for an unknown format. */
export function createLog(format: string): (event: GatewayEvent) => void {
  const formatEvent = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!formatEvent) throw new Error(`--log must be json or text, not "${format}".`);
  return (event) => {
    console.log(formatEvent(event, new Date().toISOString()));
  };
}

/** Errors have no enumerable properties, so JSON would leave them empty. */
function replaceError(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  const { code } = value as { code?: unknown };
  return { name, message, code, cause };
}

/** Quotes values with spaces or line breaks, so that an event stays one line. */
function formatValue(value: unknown): string {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : String(value);
  return /^[\w.:/@-]+$/.test(text) ? text : JSON.stringify(text);
}

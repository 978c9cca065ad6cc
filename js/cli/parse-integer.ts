/** Parses the value of a command-line option. Throws an `Error` that names the option. */
export function parseInteger(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${option} must be an integer, not "${text}".`);
  return number;
}

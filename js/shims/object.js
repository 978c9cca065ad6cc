// Builds the objects that the client returns. JavaScript, because Rust would have to set each field by a call.

/**
 * Builds an object, without the fields that are `undefined`.
 *
 * @param {string} names of the fields, separated by spaces
 * @param {unknown[]} values
 */
export const buildObject = (names, values) =>
  Object.fromEntries(
    names
      .split(" ")
      .map((name, index) => [name, values[index]])
      .filter(([, value]) => value !== undefined),
  );

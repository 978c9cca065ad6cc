// Creates the result of `prepareImage`. In JavaScript, so that `toSource` is an ordinary closure, which holds no wasm
// memory and does not have to be freed.

/**
 * @param {Blob} blob
 * @param {number} width
 * @param {number} height
 * @param {string[]} changes
 * @param {number[]} numbers `scaleX`, `scaleY`, `offsetX`, `offsetY`, `originalWidth`, `originalHeight`
 */
export function preparedImage(blob, width, height, changes, ...numbers) {
  const [scaleX, scaleY, offsetX, offsetY, originalWidth, originalHeight] = numbers;
  const toSource = (x, y) => [offsetX + x * scaleX, offsetY + y * scaleY];
  const original = { width: originalWidth, height: originalHeight };
  return { blob, width, height, changes, original, toSource };
}

// The object that prepareImage resolves to. JavaScript, so that its function is an ordinary closure, which needs no
// freeing and holds no wasm memory.

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

// The object that prepareImage resolves to. JavaScript, so that its function is an ordinary closure, which needs no
// freeing and holds no wasm memory.

/**
 * @param {Blob} blob
 * @param {number} width
 * @param {number} height
 * @param {string[]} changes
 * @param {number} scaleX
 * @param {number} scaleY
 * @param {number} offsetX
 * @param {number} offsetY
 */
export function preparedImage(blob, width, height, changes, scaleX, scaleY, offsetX, offsetY) {
  const toSource = (x, y) => [offsetX + x * scaleX, offsetY + y * scaleY];
  return { blob, width, height, changes, toSource };
}

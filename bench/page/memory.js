// Counts the memory of the WebAssembly modules that start after this module.
const memories = new Set();

for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const result = await original.apply(WebAssembly, given);
    const { exports } = result.instance ?? result;
    if (exports.memory) memories.add(exports.memory);
    return result;
  };
}

/** The bytes of all memories. */
export const memoryOf = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

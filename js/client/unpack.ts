// Wasm inside a module: base64 of gzip, two fifths of what base64 of the wasm itself takes.

/** The bytes. Nothing is fetched, since a content security policy may forbid `data:`. */
export async function unpack(packed: string): Promise<BufferSource> {
  // Node's own are faster, and there where test environments hide the platform's streams. Bundlers see no import here, and
  // no bare `Buffer`, which some replace by a package.
  const { process } = globalThis;
  if (typeof process?.getBuiltinModule === "function") {
    const { Buffer } = process.getBuiltinModule("node:buffer");
    return process.getBuiltinModule("node:zlib").gunzipSync(Buffer.from(packed, "base64"));
  }
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

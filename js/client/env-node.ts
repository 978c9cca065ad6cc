// Where the wasm comes from in Node, whose fetch reads no files.
import { readFile } from "node:fs/promises";

/** The bytes of the wasm file. */
export async function wasmInput(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL("../../pkg/reroom_bg.wasm", import.meta.url)));
}

// Loads the HEIC decoder's wasm.
import type { InitInput } from "../../pkg/reroom.js";
import { readFile } from "../client/file.js";
import { heicFile } from "../client/image-decoders.js";
import { once } from "../client/once.js";

const heic = once<WebAssembly.Module>("heic_bg.wasm");

/** Compiles the wasm. Downloads it first if it is given by its URL. */
export async function compile(source: InitInput): Promise<WebAssembly.Module> {
  const file = await readFile(source);
  if (file instanceof WebAssembly.Module) return file;
  return "body" in file ? WebAssembly.compileStreaming(file) : WebAssembly.compile(file);
}

/** Compiles the wasm that was passed to `init()`, or else the package's own, once. */
export const loadHeic = (ours: () => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> =>
  heic(async () => {
    const given = await heicFile();
    return given ? compile(given) : ours();
  });

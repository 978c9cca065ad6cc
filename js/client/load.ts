// Loads the client's wasm, and rejects calls before that.
import initGlue from "../../pkg/reroom.js";
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { ReRoomError } from "./error-types.js";
import { readFile } from "./file.js";
import type { Instantiate } from "./file.js";
import { giveHeicFile } from "./image-decoders.js";
import { giveImagingFile } from "./imaging.js";
import { once } from "./once.js";
import type { WasmFile, WasmFiles } from "./once.js";

const client = once<InitOutput>("reroom_bg.wasm");
let loaded = false;

/** Loads the client from the file passed to `init()`, or else from the package's own. */
export function loadClient(
  given: WasmFile | WasmFiles | undefined,
  ours: (instantiate: Instantiate<InitOutput>) => Promise<InitOutput>,
): Promise<InitOutput> {
  const files: WasmFiles = isBoth(given) ? given : { client: given };
  giveImagingFile(files.imaging);
  giveHeicFile(files.heic);
  return client(async () => {
    const instantiate = async (source: InitInput) => initGlue(await readFile(source));
    const input = await files.client;
    const exports = await (input ? instantiate(input) : ours(instantiate));
    loaded = true;
    return exports;
  });
}

const isBoth = (given: WasmFile | WasmFiles | undefined): given is WasmFiles =>
  typeof given === "object" && given !== null && ["client", "imaging", "heic"].some((name) => name in given);

/** Throws an error with advice if `init()` has not finished. */
export function requireInit(what: string): void {
  if (!loaded) {
    throw new ReRoomError("invalid_request", `Call \`await init()\` once before ${what}.`);
  }
}

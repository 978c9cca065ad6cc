// Loads a wasm file once, for all entry points and calls.
import type { InitInput } from "../../pkg/reroom.js";
import { explained } from "./explained.js";

/** A wasm file: its URL, a `Response` with it, its bytes, or a compiled module; or a promise of one of these. */
export type WasmFile = InitInput | Promise<InitInput>;

/** The package's wasm files, for platforms that cannot load them automatically. */
export interface WasmFiles {
  /** `reroom_bg.wasm`: the client. */
  client?: WasmFile | undefined;
  /** `imaging_bg.wasm`: masks and photo preparation. It is loaded when something first needs it. */
  imaging?: WasmFile | undefined;
  /** `heic_bg.wasm`: the decoder of `reroom/heic`. It is loaded for the first HEIC photo that the browser cannot decode. */
  heic?: WasmFile | undefined;
}

/**
 * Returns a function that loads a file once, even if it is called several times. After a failure, the next call tries
 * again.
 */
export function once<Exports>(file: string): (load: () => Promise<Exports>) => Promise<Exports> {
  let loading: Promise<Exports> | undefined;
  return (load) => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw explained(file, error);
    });
    return loading;
  };
}

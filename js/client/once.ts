// Loading a wasm file once, whichever entry point and however many calls ask for it.
import type { InitInput } from "../../pkg/reroom.js";
import { explained } from "./explained.js";

/** A wasm file: its URL, a `Response` of it, its bytes, or a compiled module; or a promise of one of these. */
export type WasmFile = InitInput | Promise<InitInput>;

/** Where the package's wasm files are, for platforms that cannot load them by themselves. */
export interface WasmFiles {
  /** `reroom_bg.wasm`: the client. */
  client?: WasmFile | undefined;
  /** `imaging_bg.wasm`: masks and photo preparation. It is loaded when something first needs it. */
  imaging?: WasmFile | undefined;
}

/** What loads a file once, however many calls ask for it. After a failure, the next call tries again. */
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

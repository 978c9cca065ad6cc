// workerd cannot compile WebAssembly at run time, so the file is imported as a module.
import wasm from "reroom/reroom_bg.wasm";
import { stage } from "../shared/stage.js";

export default {
  async fetch(request) {
    return Response.json(await stage(new URL(request.url).searchParams.get("site"), wasm));
  },
};

// workerd cannot compile WebAssembly at run time, so the files are imported as modules.
import imaging from "reroom/imaging_bg.wasm";
import client from "reroom/reroom_bg.wasm";
import { stage } from "../shared/stage.js";

export default {
  async fetch(request) {
    return Response.json(await stage(new URL(request.url).searchParams.get("site"), { client, imaging }));
  },
};

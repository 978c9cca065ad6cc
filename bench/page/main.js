// The functions that the runner calls, one per table.
import "./memory.js";
import { editor } from "./editor.js";
import { heic, prepareHeic } from "./heic.js";
import { inspect, save } from "./inspect.js";
import { mask } from "./mask.js";
import { blocks, prepare } from "./prepare.js";
import { restore } from "./restore.js";
import { select } from "./select.js";
import { loadImaging, startUp } from "./start.js";

globalThis.bench = {
  blocks,
  editor,
  heic,
  inspect,
  loadImaging,
  mask,
  prepare,
  prepareHeic,
  restore,
  save,
  select,
  startUp,
};

import { catalog } from "../client/index.js";
import { callSafely, guardCallbacks } from "./callbacks.js";
import { checkField, checkOptions, checkPhotos, checkTool } from "./check-options.js";
import { createFieldsOf } from "./form.js";
import type { StudioOptions } from "./option-types.js";
import { defaultPlatform } from "./platform.js";
import type { Studio } from "./studio-types.js";
import { createStudioOn } from "./studio.js";

/**
 * Creates a studio. Call `init()` first.
 *
 * The studio holds everything that `<reroom-studio>` knows and does, for an interface of your own. It sends nothing by
 * itself, except to look up renders that are still running and the account's credits.
 *
 * If a callback or a subscriber throws, the error is reported as uncaught, and the studio continues.
 *
 * Throws a `ReRoomError` with the code `invalid_request` if an option, a callback, a tool, or a value of the preset does not
 * exist. So do `configure()`, `choose()` and `set()`, and `open()` rejects what is neither a file nor a URL.
 */
export function createStudio(options: StudioOptions = {}): Studio {
  const fieldsOf = createFieldsOf(catalog);
  const guard = (given: StudioOptions): StudioOptions => {
    checkOptions(given, fieldsOf);
    return given.on ? { ...given, on: guardCallbacks(given.on) } : given;
  };
  const studio = createStudioOn(defaultPlatform, guard(options));
  if (options.state !== undefined) studio.restore(options.state);
  return {
    ...studio,
    configure: (changed) => {
      studio.configure(guard(changed));
    },
    open: async (photo, name) => {
      checkPhotos([photo].flat());
      await studio.open(photo, name);
    },
    choose: (tool) => {
      checkTool(tool, studio.getSnapshot().tools);
      studio.choose(tool);
    },
    set: (param, value) => {
      const { tool } = studio.getSnapshot();
      if (tool !== undefined) checkField(tool, param, value, fieldsOf);
      studio.set(param, value);
    },
    subscribe: (listener) => studio.subscribe(() => callSafely(listener)),
  };
}

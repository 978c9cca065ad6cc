import { callSafely, guardCallbacks } from "./callbacks.js";
import { checkOptions } from "./check-options.js";
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
 * Throws a `ReRoomError` with the code `invalid_request` if an option or a tool does not exist.
 */
export function createStudio(options: StudioOptions = {}): Studio {
  const studio = createStudioOn(defaultPlatform, guard(options));
  if (options.state !== undefined) studio.restore(options.state);
  return {
    ...studio,
    configure: (changed) => {
      studio.configure(guard(changed));
    },
    subscribe: (listener) => studio.subscribe(() => callSafely(listener)),
  };
}

function guard(options: StudioOptions): StudioOptions {
  checkOptions(options);
  return options.on ? { ...options, on: guardCallbacks(options.on) } : options;
}

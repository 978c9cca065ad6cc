// Stores a reference image, and returns its public URL.
import type { Caller } from "../caller.js";
import { HttpError } from "../http/http-error.js";
import { jsonResponse } from "../http/json-response.js";
import { createMemoryBudget } from "../http/memory-budget.js";
import { readImage } from "../http/read-image.js";
import type { Settings } from "../options/read-options.js";
import type { References } from "../references/references.js";

export interface ReferenceEndpoints {
  /** Tells whether images can be added, and up to which size. */
  getLimits: () => Response;
  add: (request: Request, caller: Caller) => Promise<Response>;
}

/** The bytes, their text, and copies of the text in the store's client. */
const COPIES = 4;

export function createAddReference(
  { references: settings, timeouts }: Settings,
  references: References | undefined,
): ReferenceEndpoints {
  const budget = createMemoryBudget();
  return {
    getLimits: () => {
      if (!settings) return jsonResponse(200, { enabled: false });
      const { maxBytes, keepMs } = settings;
      return jsonResponse(200, { enabled: true, maxBytes, keepMs });
    },
    add: async (request, caller) => {
      if (!settings || !references) throw new HttpError(404, "Reference images are not stored here. Use their URLs.");
      const memory = budget.open(caller.user);
      try {
        const limits = { maxBytes: settings.maxBytes, pauseMs: timeouts.bodyMs };
        const image = await readImage(request, limits, memory);
        memory.resize(COPIES * image.bytes.length);
        const url = await references.add(image, caller);
        const expiresAt = new Date(Date.now() + settings.keepMs).toISOString();
        return jsonResponse(201, { url, expiresAt });
      } finally {
        memory.release();
      }
    },
  };
}

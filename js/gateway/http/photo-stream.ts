// Streams a photo from the client to the service without buffering it.
import { MAX_PHOTO_BYTES } from "./body-limits.js";
import { createBodyReader } from "./body-reader.js";
import type { IdleTimeout } from "./idle-timeout.js";

/** Creates the photo's stream for an exchange. An error in the photo cancels the exchange. */
export function streamPhoto(request: Request, pauseMs: number): (exchange: IdleTimeout) => ReadableStream<Uint8Array> {
  const limits = { maxBytes: MAX_PHOTO_BYTES, pauseMs, tooLarge: "Max file size: 15MB", isPhoto: true };
  const reader = createBodyReader(request, limits);
  return (exchange) => {
    // If the service responds before the photo has arrived, the rest is not read.
    exchange.signal.addEventListener("abort", reader.cancel);
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      try {
        const chunk = await reader.next();
        exchange.reset();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      } catch (error) {
        // Cancel first: some platforms end the request normally when its body fails, so a partial photo would look complete.
        exchange.cancel(error);
        controller.error(error);
      }
    };
    return new ReadableStream({ pull });
  };
}

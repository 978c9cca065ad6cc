/**
 * A body that a platform cannot send a second time. Deno's `fetch` repeats a request if a keep-alive connection breaks before
 * the response. With a string as the body, that would buy a second render.
 */
export function createSingleUseBody(text: string): () => ReadableStream<Uint8Array> {
  return () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    });
}

// Keeps one request from delaying all others.

/** Bytes to process before other requests get a turn. Takes a few milliseconds. */
export const MAX_BYTES_PER_TURN = 1024 * 1024;

/** Chunks to process before other requests get a turn. A body can arrive one byte at a time. */
const MAX_CHUNKS_PER_TURN = 256;

/** Call it with the size of each chunk. Waits for the event loop if this request has had a long turn. */
export type TakeTurn = (bytes: number) => Promise<void> | undefined;

/** Without it, chunks that have already arrived would be processed without a pause. */
export function createTurns(): TakeTurn {
  let [bytes, chunks] = [0, 0];
  return (added) => {
    bytes += added;
    if (++chunks < MAX_CHUNKS_PER_TURN && bytes < MAX_BYTES_PER_TURN) return undefined;
    [bytes, chunks] = [0, 0];
    return new Promise((resolve) => setTimeout(resolve, 0));
  };
}

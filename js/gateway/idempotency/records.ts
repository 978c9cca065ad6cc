// What a store remembers of an order that is under way, or whose answer nobody has had: a note, as text.
import type { Guard } from "./guard.js";
import { createMemoryStore } from "./memory.js";
import type { Settings } from "./options.js";
import type { Reply } from "./replies.js";

/** One purchase. */
export interface Note {
  /** Names it. */
  purchase: string;
  /** Counts up while it is under way: where it stays, the instance has died. */
  beat: number;
  /** Whether its caller has gone. */
  left: boolean;
  /** What came of it, where its caller has gone. */
  reply?: Reply;
}

/** A note is kept for this long after it was last written. */
const keptMs = 60_000;

/** What was there, or `undefined` where the store is down. */
type Found = Promise<{ there: string | undefined } | undefined>;

/** Notes under keys, one in the place of another, as `exchange` of a store puts them. */
export interface Notes {
  /** Puts a note; of which it is not known whether it was put, it is taken away. */
  claim(key: string, from: string | undefined, to: string): Found;
  /** Puts a note or none. With `insist` the store is asked even if it failed just now. */
  put(key: string, from: string | undefined, to: string | undefined, insist?: boolean): Found;
}

/** The notes of the store, or of this instance alone where the store knows none. */
export function createNotes({ store }: Settings, guard: Guard): Notes {
  const own = store.exchange ? undefined : createMemoryStore();
  return {
    claim: (key, from, to) =>
      guard.attempt(
        (given) => exchange(own ?? given, key, from, to),
        (given) => exchange(own ?? given, key, to, undefined),
      ),
    put: (key, from, to, insist) => guard.ask((given) => exchange(own ?? given, key, from, to), insist),
  };
}

async function exchange(
  store: Settings["store"],
  key: string,
  from: string | undefined,
  to: string | undefined,
): Promise<{ there: string | undefined }> {
  return { there: (await store.exchange?.(key, from, to, keptMs)) ?? undefined };
}

export const writeNote = (note: Note): string => JSON.stringify(note);

/** What is no note is one that nobody writes any more. */
export function readNote(text: string): Note {
  try {
    return JSON.parse(text) as Note;
  } catch {
    return { purchase: "", beat: 0, left: true };
  }
}

// The same order again after its caller left. A runtime may repeat a request whose connection broke, and a visitor who saw
// no answer asks again: they get the answer to the first, which is bought already, whichever instance they reach.
import type { Room } from "./bodies.js";
import { createHold } from "./hold.js";
import { readNote, writeNote } from "./notes.js";
import type { Note, Notes } from "./notes.js";
import { callerGone, outcomeUnknown, storeIsDown } from "./replies.js";
import type { Reply } from "./replies.js";

/** How often the note of another is looked at. */
const lookMs = 250;

/** After so many looks at a note that stays as it is, nobody writes it any more. */
const patience = 20;

/** An order as it arrived. */
export interface Asked {
  /** The same for the same order of the same user. */
  key: string;
  /** What it takes in memory. */
  bytes: number;
  /** Aborted when its caller goes. */
  signal: AbortSignal;
}

/** Buys, or answers what was bought for the same key by a caller who had left before the answer came. */
export type Once = (asked: Asked, buy: () => Promise<Reply>) => Promise<Reply>;

export function createOnce(notes: Notes, room: Room): Once {
  /** Whether the callers of purchases under way here have gone. Workers may not ask the signal of another request. */
  const callers = new Map<string, { gone: boolean }>();

  /** Puts a note where no other is in the way; what came of the other instead. */
  async function claim({ key, bytes, signal }: Asked, note: string): Promise<Reply | undefined> {
    const judge = createJudge(callers);
    let from: string | undefined;
    for (let alone = true; ; alone = false) {
      if (signal.aborted) throw callerGone();
      const answer = await notes.claim(key, from, note);
      if (!answer) {
        if (alone) throw storeIsDown();
        return outcomeUnknown(503);
      }
      const { there } = answer;
      if (there === from) return undefined;
      from = undefined;
      if (there === undefined) continue;
      const other = readNote(there);
      if (other.reply) {
        if (await take(key, there)) return other.reply;
        continue;
      }
      const verdict = judge(there, other);
      if (verdict === "died") return outcomeUnknown(504);
      if (verdict === "wanted") from = there;
      else await wait(bytes);
    }
  }

  /** Whoever takes an answer has had it. */
  async function take(key: string, note: string): Promise<boolean> {
    const answer = await notes.put(key, note, undefined);
    return !answer || answer.there === note;
  }

  async function wait(bytes: number): Promise<void> {
    room.take(bytes);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    room.give(bytes);
  }

  return async (asked, buy) => {
    const note: Note = { purchase: crypto.randomUUID(), beat: 0, left: false };
    const caller = { gone: asked.signal.aborted };
    asked.signal.addEventListener("abort", () => {
      caller.gone = true;
    });
    callers.set(note.purchase, caller);
    try {
      const earlier = await claim(asked, writeNote(note));
      if (earlier) return earlier;
      const hold = createHold(notes, asked.key, note, asked.signal);
      const bought = await buy().catch(async (error: unknown) => {
        await hold.end();
        throw error;
      });
      await hold.end(bought);
      return bought;
    } finally {
      callers.delete(note.purchase);
    }
  };
}

/**
 * Judges another's purchase by its note, look after look: its caller still waits for it, so that this is an order of its
 * own; it goes on; or its instance has died. Where the caller is another instance's, it has to say so twice, as it may be
 * a moment until it knows that one has left.
 */
function createJudge(
  callers: ReadonlyMap<string, { gone: boolean }>,
): (there: string, note: Note) => "wanted" | "goes on" | "died" {
  let last = { there: "", purchase: "" };
  let [beats, still] = [0, 0];
  return (there, { purchase, left }) => {
    still = there === last.there ? still + 1 : 0;
    if (purchase !== last.purchase) beats = 0;
    else if (still === 0) beats++;
    last = { there, purchase };
    const caller = callers.get(purchase);
    if (caller ? !caller.gone : !left && beats >= 2) return "wanted";
    return still < patience ? "goes on" : "died";
  };
}

/** A key that two orders share only if they are the same, and the same user's. */
export async function keyOf(...parts: string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

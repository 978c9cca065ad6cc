// Keeps the note of a purchase fresh while it is under way.
import { readNote, writeNote } from "./notes.js";
import type { Note, Notes } from "./notes.js";
import type { Reply } from "./replies.js";

/** How often a note is written anew. */
const beatMs = 500;

export interface Hold {
  /** The purchase is over. What came of it stays where its caller has gone; else nothing does. */
  end(reply?: Reply): Promise<void>;
}

/** Takes over a note that was just written. */
export function createHold(notes: Notes, key: string, first: Note, signal: AbortSignal): Hold {
  let note = first;
  let written = writeNote(first);
  let writing: Promise<void> | undefined;

  const put = async (to: string | undefined, insist: boolean): Promise<void> => {
    // What was written when no answer came is not known, and what has run out is not there: twice is enough to find out.
    for (let tries = 0, from: string | undefined = written; tries < 3; tries++) {
      const asked = await notes.put(key, from, to, insist);
      if (!asked) return;
      const { there } = asked;
      if (there === from) {
        if (to !== undefined) written = to;
        return;
      }
      // The place is another's now.
      if (there !== undefined && readNote(there).purchase !== first.purchase) return;
      from = there;
    }
  };
  const beats = setInterval(() => {
    if (writing) return;
    note = { ...note, beat: note.beat + 1, left: signal.aborted };
    writing = put(writeNote(note), false).finally(() => (writing = undefined));
  }, beatMs);

  return {
    async end(reply) {
      clearInterval(beats);
      await writing;
      await put(reply && signal.aborted ? writeNote({ ...note, left: true, reply }) : undefined, true);
    },
  };
}

// The state that survives a reload, in one storage entry: results, the batch, and the photo of each render.
import type { ErrorCode, Progress } from "reroom";
import type { DisclosedRender } from "reroom/element";

const KEY = "reroom.sample.listing";

/** A finished result in the gallery. */
export interface Result {
  /** The uploaded photo, which has the same crop as the result. */
  readonly before: string;
  readonly after: string;
  readonly width: number;
  readonly height: number;
  /** The renders that altered the photo, in order, for the disclosure. */
  readonly renders: readonly DisclosedRender[];
}

/** A photo in the batch. */
export interface Entry {
  readonly photo: string;
  /** The last known stage; "planned" before it starts. */
  readonly stage: Progress["stage"] | "planned";
  readonly renderId?: string;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  /** The altered photo that this render may replace, because the agent agreed to it. */
  readonly replaces?: string;
  /** A finished result that is not shown, because another photo was accepted in the meantime. */
  readonly offer?: Result | undefined;
}

interface Kept {
  readonly results: Readonly<Record<string, Result>>;
  /** The result that each photo had before the last change, for undo. */
  readonly previous: Readonly<Record<string, Result>>;
  readonly batch: readonly Entry[];
  /** The photo of each render that was submitted in the studio. */
  readonly owners: Readonly<Record<string, string>>;
}

/** The initial state: one room is already staged. */
const published: Kept = {
  results: {
    "living-room": {
      before: "/samples/living-room-empty.jpg",
      after: "/samples/living-room-staged.jpg",
      width: 1800,
      height: 1200,
      renders: [{ tool: "virtual-staging", action: "preset", type: "living-room", style: "scandinavian" }],
    },
  },
  previous: {},
  batch: [],
  owners: {},
};

/** Stores the state, and notifies subscribers of changes. */
export class Shelf {
  #kept: Kept = read();
  readonly #subscribers: (() => void)[] = [];

  get results(): Kept["results"] {
    return this.#kept.results;
  }

  get batch(): Kept["batch"] {
    return this.#kept.batch;
  }

  /** Whether the last change of a photo can be undone. */
  canUndo(photo: string): boolean {
    return photo in this.#kept.previous;
  }

  subscribe(told: () => void): void {
    this.#subscribers.push(told);
  }

  /** Adds a result to the gallery, or removes it. Keeps the previous result for `undo()`. */
  place(photo: string, result: Result | undefined): void {
    const { results, previous } = this.#kept;
    const last = results[photo];
    this.#keep({ results: withEntry(results, photo, result), previous: withEntry(previous, photo, last) });
  }

  /** Removes a result that no longer loads. */
  drop(photo: string): void {
    this.#keep({ results: withEntry(this.#kept.results, photo, undefined) });
  }

  /** Shows the previous result again. */
  undo(photo: string): void {
    this.place(photo, this.#kept.previous[photo]);
  }

  plan(batch: readonly Entry[]): void {
    this.#keep({ batch });
  }

  /** Updates a photo in the batch. */
  note(photo: string, change: Partial<Entry>): void {
    this.#keep({ batch: this.#kept.batch.map((entry) => (entry.photo === photo ? { ...entry, ...change } : entry)) });
  }

  own(renderId: string, photo: string): void {
    if (this.#kept.owners[renderId] !== photo) this.#keep({ owners: { ...this.#kept.owners, [renderId]: photo } });
  }

  ownerOf(renderId: string): string | undefined {
    return this.#kept.owners[renderId];
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // If the storage is full or forbidden, the page continues, but a reload starts from the beginning.
    }
    for (const told of this.#subscribers) told();
  }
}

/** Returns a copy with another value, or without it. */
function withEntry<T>(
  record: Readonly<Record<string, T>>,
  key: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
}

function read(): Kept {
  try {
    return { ...published, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>) };
  } catch {
    return published;
  }
}

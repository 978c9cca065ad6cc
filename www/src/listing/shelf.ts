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
}

interface Kept {
  readonly results: Readonly<Record<string, Result>>;
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

  subscribe(told: () => void): void {
    this.#subscribers.push(told);
  }

  /** Adds a result to the gallery, or removes it. */
  place(photo: string, result: Result | undefined): void {
    const others = Object.entries(this.#kept.results).filter(([id]) => id !== photo);
    this.#keep({ results: Object.fromEntries(result ? [...others, [photo, result]] : others) });
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

function read(): Kept {
  try {
    return { ...published, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>) };
  } catch {
    return published;
  }
}

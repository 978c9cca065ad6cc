// What the page keeps over a reload, in one entry of its own: finished pictures, and which photo a render belongs to.
import type { ErrorCode, Progress } from "reroom";

const KEY = "reroom.sample.listing";

/** A finished picture in the gallery. */
export interface Result {
  /** The photo as the service had it: mended and cropped as the finished picture is. */
  readonly before: string;
  readonly after: string;
  readonly width: number;
  readonly height: number;
}

/** A photo of the batch. */
export interface Entry {
  readonly photo: string;
  /** How far it was when it was last heard of; "planned" before anything began. */
  readonly stage: Progress["stage"] | "planned";
  readonly renderId?: string;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

interface Kept {
  readonly results: Readonly<Record<string, Result>>;
  readonly batch: readonly Entry[];
  /** Photos of renders that were ordered in the studio, by render. */
  readonly owners: Readonly<Record<string, string>>;
}

/** The listing as it was published: one of its rooms is staged already. */
const published: Kept = {
  results: {
    "living-room": {
      before: "/samples/living-room-empty.jpg",
      after: "/samples/living-room-staged.jpg",
      width: 1800,
      height: 1200,
    },
  },
  batch: [],
  owners: {},
};

/** What is kept; whoever subscribes is told of each change. */
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

  /** Puts a finished picture in the gallery, or takes it away. */
  place(photo: string, result: Result | undefined): void {
    const others = Object.entries(this.#kept.results).filter(([id]) => id !== photo);
    this.#keep({ results: Object.fromEntries(result ? [...others, [photo, result]] : others) });
  }

  plan(batch: readonly Entry[]): void {
    this.#keep({ batch });
  }

  /** Changes what is known of a photo of the batch. */
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
      // A full or forbidden storage: the page goes on, and a reload begins anew.
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

// The state behind the snapshot, and pure changes to it.
import { canResume } from "./errors.js";
import type { Photo } from "./photo-types.js";
import type { Result } from "./result-types.js";
import type { Mask } from "./studio-types.js";
import type { ToolId, Values } from "./tools.js";

/** A photo, and what the user does with it. */
export interface PhotoEntry {
  readonly photo: Photo;
  /** The results that the next step is based on, from the photo to the image to work on. */
  readonly steps: readonly Photo[];
  /** Ids of the results on display. */
  readonly shown: readonly string[];
  /** Ids of the results that the user waits for. */
  readonly waiting: readonly string[];
  /** Id of the result whose error is on display. */
  readonly failed: string | undefined;
  /** Whether opening another photo replaces this one while it has no results. */
  readonly replaceable: boolean;
  /** A small picture of the photo. */
  readonly thumbnail: Thumbnail | undefined;
}

/** A small picture, as a data URL for storages and as a URL for display. Many policies do not allow data URLs in pages. */
export interface Thumbnail {
  readonly data: string;
  readonly url: string;
}

/** What `undo()` brings back. */
export interface Removal {
  readonly kind: "result" | "photo";
  readonly name: string;
  readonly entry: PhotoEntry | undefined;
  readonly results: readonly Result[];
}

/** A reference image that was added as a file. */
export interface ReferenceFile {
  readonly name: string;
  readonly image: Blob;
  /** Its URL, once it is hosted. */
  readonly hosted?: string | undefined;
}

/** Files by their object URLs. */
export type ReferenceFiles = ReadonlyMap<string, ReferenceFile>;

export interface State {
  readonly entries: readonly PhotoEntry[];
  readonly selected: string | undefined;
  readonly results: readonly Result[];
  /** Number of photos that are being opened. */
  readonly opening: number;
  /** Id of the photo that is being cropped. */
  readonly cropping: string | undefined;
  readonly unreadable: boolean;
  readonly tool: ToolId | undefined;
  readonly values: Readonly<Partial<Record<ToolId, Values>>>;
  readonly mask: Mask | undefined;
  readonly balance: number | undefined;
  readonly removals: readonly Removal[];
  /** Reference images that were added as files. */
  readonly files: ReferenceFiles;
  /** What `hostImage.isAvailable()` resolved to. */
  readonly hosting: boolean | undefined;
  /** Counts changes of the options. */
  readonly version: number;
}

export const initialState: State = {
  entries: [],
  selected: undefined,
  results: [],
  opening: 0,
  cropping: undefined,
  unreadable: false,
  tool: undefined,
  values: {},
  mask: undefined,
  balance: undefined,
  removals: [],
  files: new Map(),
  hosting: undefined,
  version: 0,
};

export const createEntry = (photo: Photo, replaceable: boolean, thumbnail?: Thumbnail): PhotoEntry => ({
  photo,
  steps: [],
  shown: [],
  waiting: [],
  failed: undefined,
  replaceable,
  thumbnail,
});

export const findEntry = ({ entries }: State, id: string | undefined): PhotoEntry | undefined =>
  entries.find(({ photo }) => photo.id === id);

export const selectedEntry = (state: State): PhotoEntry | undefined => findEntry(state, state.selected);

export const findResult = ({ results }: State, id: string | undefined): Result | undefined =>
  results.find((result) => result.id === id);

/** Also finds a result that was removed, because others may have been made from it. */
export const findEvenRemoved = (state: State, id: string | undefined): Result | undefined =>
  findResult(state, id) ?? state.removals.flatMap(({ results }) => results).find((result) => result.id === id);

/** A failed result, and the other styles of the same order that failed. Of those, none that may still finish. */
export const findFailed = ({ results }: State, { id, group }: Result): readonly Result[] =>
  results.filter((each) => each.id === id || (group !== undefined && each.group === group && isOver(each)));

/** Whether a result failed, and nothing more will come of it. */
const isOver = (result: Result): boolean => result.state === "failed" && !isOpenEnded(result);

/** The image to work on. */
export const currentPhoto = (entry: PhotoEntry | undefined): Photo | undefined => entry?.steps.at(-1) ?? entry?.photo;

/** Whether a failed result must stay in the list: the render may still finish, or may have been bought. */
export const isOpenEnded = (result: Result): boolean =>
  isBlocking(result) || (result.error !== undefined && canResume(result.error));

type Change = Partial<State>;

export function patchEntry(state: State, id: string, change: Partial<PhotoEntry>): Change {
  return { entries: state.entries.map((entry) => (entry.photo.id === id ? { ...entry, ...change } : entry)) };
}

export function patchResult(state: State, id: string, change: Partial<Result>): Change {
  return {
    results: state.results.map((result) => (result.id === id ? Object.freeze({ ...result, ...change }) : result)),
  };
}

/** Adds a photo, or replaces the one with its id. */
export function addEntry(state: State, entry: PhotoEntry): Change {
  const { id } = entry.photo;
  const known = findEntry(state, id);
  if (known) return patchEntry(state, id, { photo: entry.photo, replaceable: entry.replaceable });
  return { entries: [...state.entries, entry] };
}

/** Hides the error of a photo. Its failed results go, unless the render may still finish. */
export function dismissError(state: State, entry: PhotoEntry): Change {
  const failed = findResult(state, entry.failed);
  if (!failed || isBlocking(failed)) return {};
  const gone = findFailed(state, failed).filter(isOver);
  return {
    ...patchEntry(state, entry.photo.id, { failed: undefined }),
    results: state.results.filter((result) => !gone.includes(result)),
  };
}

/** Whether nothing may be sent until the user has checked the account. */
export const isBlocking = ({ error }: Result): boolean => error?.code === "outcome_unknown";

/** Shows results of a photo, and marks them as seen. */
export function showResults(state: State, photoId: string, ids: readonly string[]): Change {
  return {
    ...patchEntry(state, photoId, { shown: ids }),
    results: state.results.map((result) =>
      result.state === "done" && ids.includes(result.id)
        ? Object.freeze({ ...result, state: "seen" as const })
        : result,
    ),
  };
}

/** Removes a result or a photo with its results, and remembers them for `undo()`. Running renders stay. */
export function remove(state: State, id: string): Change {
  const result = findResult(state, id);
  if (result) {
    if (result.state === "running") return {};
    const removal: Removal = { kind: "result", name: result.name, entry: undefined, results: [result] };
    return { ...dropResults(state, [result]), removals: [...state.removals, removal] };
  }
  const entry = findEntry(state, id);
  const results = state.results.filter(({ photoId }) => photoId === id);
  if (!entry || results.some(({ state }) => state === "running")) return {};
  const index = state.entries.indexOf(entry);
  const entries = state.entries.filter((each) => each !== entry);
  const selected = state.selected === id ? (entries[index] ?? entries[index - 1])?.photo.id : state.selected;
  return {
    ...dropResults(state, results),
    entries,
    selected,
    removals: [...state.removals, { kind: "photo", name: entry.photo.name, entry, results }],
  };
}

export function dropResults(state: State, dropped: readonly Result[]): Change {
  const ids = new Set(dropped.map(({ id }) => id));
  const keep = (id: string) => !ids.has(id);
  return {
    results: state.results.filter(({ id }) => keep(id)),
    entries: state.entries.map((entry) => ({
      ...entry,
      shown: entry.shown.filter(keep),
      failed: entry.failed !== undefined && keep(entry.failed) ? entry.failed : undefined,
    })),
  };
}

/** Brings back the last removal. */
export function undo(state: State): Change {
  const last = state.removals.at(-1);
  if (!last) return {};
  const results = [...state.results, ...last.results].sort((a, b) => a.time.localeCompare(b.time));
  const removals = state.removals.slice(0, -1);
  if (!last.entry) return { results, removals };
  return { results, removals, ...addEntry(state, last.entry), selected: last.entry.photo.id };
}

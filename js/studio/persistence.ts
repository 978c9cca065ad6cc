// Keeps results in a storage, so that a reload does not lose them.
import { ReRoomError } from "../client/index.js";
import type { ReRoom } from "../client/index.js";
import type { Attempts } from "./attempts.js";
import { createPhoto } from "./photo.js";
import type { Platform, StudioStorage } from "./platform.js";
import { splitUrls } from "./reference-urls.js";
import {
  addEntry,
  createEntry,
  dropResults,
  findEntry,
  findResult,
  isOpenEnded,
  type PhotoEntry,
  type ReferenceFiles,
  type State,
} from "./state.js";
import type { Store } from "./store.js";
import { toThumbnail } from "./thumbnail.js";
import { isTool } from "./tools.js";
import type { Photo } from "./photo-types.js";
import type { Result } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";

/** What is stored: JSON without files, masks and progress. */
interface Stored {
  readonly photos: readonly StoredPhoto[];
  readonly results: readonly Result[];
  /** Ids of results that the user removed, so that other tabs do not store them again. The oldest are forgotten. */
  readonly removed?: readonly string[];
  /** The choices, in a state that a site stores itself. */
  readonly choices?: Choices;
}

type Choices = Partial<Pick<State, "selected" | "tool" | "values">>;

interface StoredPhoto extends Pick<Photo, "id" | "name" | "width" | "height"> {
  readonly address?: string;
  readonly thumbnail?: string;
}

const nothing: Stored = { photos: [], results: [] };

/** How many removed results are remembered. */
const MAX_REMOVED = 200;

/** Where to store. */
export interface Place {
  readonly storage: StudioStorage;
  readonly key: string;
}

/** What a studio knows of a stored result. */
interface Known {
  readonly key: string;
  readonly text: string;
  readonly isRunning: boolean;
}

/** Writes to a storage. If it is full, the results are worth more than the small pictures. */
function write({ storage, key }: Place, all: Stored): void {
  for (const photos of [all.photos, all.photos.map((photo) => ({ ...photo, thumbnail: undefined }))])
    try {
      storage.setItem(key, JSON.stringify({ ...all, photos }));
      return;
    } catch {
      // The results stay in memory.
    }
}

/** A storage that is blocked, broken or empty contains nothing. */
function read({ storage, key }: Place): Stored {
  try {
    return parse(storage.getItem(key));
  } catch {
    return nothing;
  }
}

/** Malformed text contains nothing. */
function parse(text: string | null): Stored {
  try {
    const { photos, results, removed, choices = {} } = JSON.parse(text ?? "{}") as Partial<Stored>;
    if (!Array.isArray(photos) || !Array.isArray(results)) return nothing;
    const valid = { photos: photos.filter(hasId), results: results.filter(hasId).map(mendResult), choices };
    return Array.isArray(removed) ? { ...valid, removed } : valid;
  } catch {
    return nothing;
  }
}

const hasId = (each: unknown): boolean => typeof (Object(each) as Partial<Photo>).id === "string";

const toText = (value: unknown): string => (typeof value === "string" ? value : "");

const blank = { photoId: "", name: "", before: "", output: "", time: "", renders: [] };

/** Replaces what is missing or damaged, such as in a state of another version. */
function mendResult(result: Result): Result {
  const isMissing = ([name, value]: [string, unknown]) => typeOf(result[name as keyof Result]) !== typeOf(value);
  const mended = { ...result, ...Object.fromEntries(Object.entries(blank).filter(isMissing)) };
  const { output: after, state, tool } = mended;
  return {
    ...mended,
    after,
    tool: isTool(tool as string) ? tool : undefined,
    // Without an address, the result is looked up again.
    state: !after && state !== "failed" ? "running" : /^(running|done|failed)$/.test(state) ? state : "seen",
  };
}

/** Returns the type of a JSON value, such as "[object Array]". */
const typeOf = (value: unknown): string => Object.prototype.toString.call(value);

export function createPersistence({ get, update }: Store<State, Snapshot>, platform: () => Platform) {
  /** The results of this studio, as it knew them when they were last read or stored. Those of other tabs are not among them. */
  const known = new Map<string, Known>();
  let last:
    { readonly key: string; readonly results: unknown; readonly entries: unknown; readonly text: string } | undefined;

  /** The results to store: not those without a photo, and not errors that can be forgotten. */
  const kept = (): readonly Result[] =>
    get().results.filter((result) => result.photoId !== "" && (!result.error || isOpenEnded(result)));

  /** The photos of some results, and the results. */
  function toStoredState(results: readonly Result[]): Stored {
    const used = new Set(results.map(({ photoId }) => photoId));
    const photos = get().entries.filter(({ photo }) => used.has(photo.id));
    return { photos: photos.map((entry) => toStoredPhoto(entry, results)), results: results.map(toStored) };
  }

  /**
   * Writes the results. Of a result that another tab has stored too, the last change counts. What another tab has removed goes here
   * as well, unless the user accepts it here. A full or blocked storage is ignored.
   */
  function save(place: Place): void {
    const { key } = place;
    const { results, entries } = get();
    if (last?.key === key && last.results === results && last.entries === entries) return;
    const own = toStoredState(kept().filter(({ id }) => (known.get(id)?.key ?? key) === key));
    const text = JSON.stringify(own);
    const isSame = last?.key === key && last.text === text;
    last = { key, results, entries, text };
    if (isSame) return;
    const stored = read(place);
    const removed = findRemoved(stored, key);
    const isOwn = ({ id }: Result) => known.get(id)?.key === key;
    const stays = ({ id }: Result) => !removed.has(id);
    const others = stored.results.filter((each) => stays(each) && !isOwn(each));
    const mine = own.results.filter(stays).map((result) => {
      const { id } = result;
      const now = JSON.stringify(result);
      const isChanged = known.get(id)?.text !== now;
      known.set(id, { key, text: now, isRunning: result.state === "running" });
      return (!isChanged && stored.results.find((each) => each.id === id)) || result;
    });
    const used = new Set(others.map(({ photoId }) => photoId));
    const photos = stored.photos.filter(({ id }) => used.has(id) && !own.photos.some((photo) => photo.id === id));
    const all = {
      photos: [...photos, ...own.photos],
      results: [...others, ...mine],
      removed: [...removed].slice(-MAX_REMOVED),
    };
    if (all.results.length + stored.results.length > 0) write(place, all);
    drop(removed);
  }

  /** The ids of removed results: in other tabs, and here. What is new here, or was brought back, is not among them. */
  function findRemoved({ removed = [] }: Stored, key: string): Set<string> {
    const ids = new Set(removed);
    const state = get();
    for (const [id, { key: where, isRunning }] of known)
      if (where === key && !findResult(state, id)) {
        known.delete(id);
        // Only what the user has seen the end of can be removed by the user.
        if (!isRunning) ids.add(id);
      }
    for (const { id, accepted } of state.results) {
      const before = known.get(id);
      if (!before) known.set(id, { key, text: "", isRunning: true });
      if (!before || (accepted && !before.text.includes('"accepted":true'))) ids.delete(id);
    }
    return ids;
  }

  /** Drops what was removed in another tab. What is running here ends first. */
  function drop(removed: ReadonlySet<string>): void {
    const gone = get().results.filter(({ id, state }) => removed.has(id) && state !== "running");
    for (const { id } of gone) known.delete(id);
    if (gone.length > 0) update(dropResults(get(), gone));
  }

  /** Adds stored photos and results, unless they are known. */
  function add({ photos, results }: Stored, client: ReRoom, place: Place | undefined): void {
    for (const photo of photos) if (!findEntry(get(), photo.id)) addPhoto(photo);
    const pending = client.pending();
    for (const each of results) {
      const entry = findEntry(get(), each.photoId);
      if (findResult(get(), each.id) || !entry) continue;
      // Without an id, the request was never sent.
      if (each.state === "running" && findTarget(each, pending) === undefined) continue;
      const result = fromStored(each, entry);
      const text = JSON.stringify(toStored(result));
      if (place) known.set(each.id, { key: place.key, text, isRunning: each.state === "running" });
      update({ results: [...get().results, result] });
    }
  }

  function addPhoto({ id, name, width, height, address, thumbnail }: StoredPhoto): void {
    const picture = toThumbnail(thumbnail, platform().createUrl);
    const url = toText(address);
    const source = url ? { file_url: url } : undefined;
    const photo = createPhoto({ id, name: toText(name), width, height, source, url: url || (picture?.url ?? "") });
    update(addEntry(get(), createEntry(photo, false, picture)));
  }

  return {
    save,

    /** Treats all stored results as those of another tab, which are kept. */
    forget(): void {
      known.clear();
    },

    /** Returns the photos, the results and the choices as JSON. */
    write(): string {
      const { selected, tool, values, files } = get();
      const stored: Stored = { ...toStoredState(kept()), choices: { selected, tool, values } };
      return JSON.stringify(stored, (key, value: unknown) =>
        key === "reference_file_urls" && typeof value === "string" ? withoutFiles(value, files) : value,
      );
    },

    /** Adds the photos and results of a state, or of the storage. Waits again for those that are still running. */
    load(state: string | undefined, place: Place | undefined, client: ReRoom, attempts: Attempts): void {
      if (state !== undefined) {
        const stored = parse(state);
        add(stored, client, undefined);
        update(readChoices(stored.choices ?? {}, get()));
      }
      if (place) {
        const stored = read(place);
        drop(new Set(stored.removed));
        add(stored, client, place);
      }
      const pending = client.pending();
      for (const result of get().results) {
        const target = result.state === "running" && !attempts.isRunning(result.id) && findTarget(result, pending);
        if (target) void attempts.follow(client, result.id, (options) => client.waitFor(target, options));
      }
    },
  };
}

/** Returns the valid ones of stored choices. */
function readChoices({ selected, tool, values }: Choices, state: State): Choices {
  const isText = (value: unknown) => typeof value === "string";
  const areValues = (each: unknown) => Object.values(Object(each) as object).every(isText);
  return {
    ...(findEntry(state, selected) && { selected }),
    ...(tool !== undefined && isTool(tool) && { tool }),
    ...(values && Object.values(values).every(areValues) && { values }),
  };
}

/** What to wait for to get a result. */
const findTarget = ({ id, renderId }: Result, pending: ReturnType<ReRoom["pending"]>) =>
  pending.find(({ idempotencyKey }) => idempotencyKey === id) ?? renderId;

/** The URLs of reference images that outlast the page. */
const withoutFiles = (value: string, files: ReferenceFiles): string =>
  splitUrls(value)
    .map((url) => files.get(url)?.hosted ?? url)
    .filter(isAddress)
    .join("\n");

const isAddress = (url: string): boolean => /^https?:/.test(url);

function toStored(result: Result): Result {
  const { error, before, output, outputSize } = result;
  // Object URLs end with the page.
  return {
    ...result,
    after: output,
    size: outputSize,
    progress: undefined,
    before: isAddress(before) ? before : "",
    ...(error && { error: toJson(error) }),
  };
}

const toJson = ({ name, code, message, renderId, idempotencyKey }: ReRoomError) =>
  ({ name, code, message, renderId, idempotencyKey }) as ReRoomError;

/** A photo, with an address of it if the service has told one. */
function toStoredPhoto({ photo, thumbnail }: PhotoEntry, results: readonly Result[]): StoredPhoto {
  const { id, name, width, height, url } = photo;
  const own = results.find((result) => result.photoId === id && result.parent === undefined && result.render?.source);
  const address = own?.render?.source ?? (isAddress(url) ? url : undefined);
  return {
    ...{ id, name, width, height },
    ...(address !== undefined && { address }),
    ...(thumbnail && { thumbnail: thumbnail.data }),
  };
}

function fromStored({ error, ...result }: Result, { photo }: PhotoEntry): Result {
  const { code, message, renderId, idempotencyKey } = error ?? {};
  const details = {
    ...(renderId !== undefined && { renderId }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  return Object.freeze({
    ...result,
    size: result.size,
    progress: result.state === "running" ? { stage: "queued" as const } : undefined,
    before: result.before || (result.render?.source ?? (photo.url || result.after)),
    error: code === undefined ? undefined : new ReRoomError(code, message ?? "", details),
  });
}

// Keeps results in a storage, so that a reload does not lose them.
import { ReRoomError } from "../client/index.js";
import type { ReRoom } from "../client/index.js";
import type { Attempts } from "./attempts.js";
import { createPhoto } from "./photo.js";
import type { StudioStorage } from "./platform.js";
import { addEntry, createEntry, findEntry, findResult, isOpenEnded, type State } from "./state.js";
import type { Store } from "./store.js";
import type { Photo, Result, Snapshot } from "./types.js";

/** What is stored: JSON without files, masks and progress. */
interface Stored {
  readonly photos: readonly (Pick<Photo, "id" | "name" | "width" | "height"> & { readonly address?: string })[];
  readonly results: readonly Result[];
}

const nothing: Stored = { photos: [], results: [] };

/** Where to store. */
export interface Place {
  readonly storage: StudioStorage;
  readonly key: string;
}

/** A storage that is blocked, broken or empty contains nothing. */
function read({ storage, key }: Place): Stored {
  try {
    const { photos, results } = JSON.parse(storage.getItem(key) ?? "{}") as Partial<Stored>;
    return Array.isArray(photos) && Array.isArray(results) ? { photos, results } : nothing;
  } catch {
    return nothing;
  }
}

export function createPersistence({ get, update }: Store<State, Snapshot>) {
  /** The ids of all results that this studio has had. Those of other tabs are not among them. */
  const known = new Set<string>();
  let last = "";

  return {
    /** Writes the results. Keeps those that another tab has stored. A full or blocked storage is ignored. */
    save(place: Place): void {
      const { results, entries } = get();
      for (const { id } of results) known.add(id);
      const kept = results.filter((result) => result.photoId !== "" && (!result.error || isOpenEnded(result)));
      const text = JSON.stringify([kept, entries.length]);
      if (text === last) return;
      last = text;
      const stored = read(place);
      const others = stored.results.filter(({ id }) => !known.has(id));
      const all = [...others, ...kept.map(toStored)];
      const used = new Set(all.map(({ photoId }) => photoId));
      const own = entries.map(({ photo }) => toStoredPhoto(photo, kept));
      const photos = [...stored.photos.filter(({ id }) => !findEntry(get(), id)), ...own].filter(({ id }) =>
        used.has(id),
      );
      try {
        if (all.length > 0 || stored.results.length > 0)
          place.storage.setItem(place.key, JSON.stringify({ photos, results: all }));
      } catch {
        // The results stay in memory.
      }
    },

    /** Adds the stored photos and results, and waits again for those that are still running. */
    load(place: Place, client: ReRoom, attempts: Attempts): void {
      const { photos, results } = read(place);
      for (const { id, name, width, height, address } of photos) {
        if (findEntry(get(), id)) continue;
        const source = address === undefined ? undefined : { file_url: address };
        const photo = createPhoto({ id, name, width, height, source, url: address ?? "" });
        update(addEntry(get(), createEntry(photo, false)));
      }
      const pending = client.pending();
      for (const each of results) {
        if (findResult(get(), each.id) || !findEntry(get(), each.photoId)) continue;
        const target = pending.find(({ idempotencyKey }) => idempotencyKey === each.id) ?? each.renderId;
        // Without an id, the request was never sent.
        if (each.state === "running" && target === undefined) continue;
        update({ results: [...get().results, fromStored(each)] });
        if (each.state === "running" && target !== undefined)
          void attempts.follow(client, each.id, (options) => client.waitFor(target, options));
      }
    },
  };
}

const isAddress = (url: string): boolean => /^https?:/.test(url);

function toStored(result: Result): Result {
  const { error, before } = result;
  // Object URLs end with the page.
  return {
    ...result,
    progress: undefined,
    before: isAddress(before) ? before : "",
    ...(error && { error: toJson(error) }),
  };
}

const toJson = ({ name, code, message, renderId, idempotencyKey }: ReRoomError) =>
  ({ name, code, message, renderId, idempotencyKey }) as ReRoomError;

/** A photo, with an address of it if the service has told one. */
function toStoredPhoto({ id, name, width, height, url }: Photo, results: readonly Result[]): Stored["photos"][number] {
  const own = results.find((result) => result.photoId === id && result.parent === undefined && result.render?.source);
  const address = own?.render?.source ?? (isAddress(url) ? url : undefined);
  return { id, name, width, height, ...(address !== undefined && { address }) };
}

function fromStored({ error, ...result }: Result): Result {
  const { code, message, renderId, idempotencyKey } = error ?? {};
  const details = {
    ...(renderId !== undefined && { renderId }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  return Object.freeze({
    ...result,
    size: result.size,
    progress: result.state === "running" ? { stage: "queued" as const } : undefined,
    before: result.before || (result.render?.source ?? result.after),
    error: code === undefined ? undefined : new ReRoomError(code, message ?? "", details),
  });
}

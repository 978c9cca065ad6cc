// Prepares a photo again with another crop.
import type { Crop, Photo } from "./photo-types.js";
import type { Snapshot } from "./snapshot-types.js";
import { findEntry, patchEntry, type PhotoEntry, type State } from "./state.js";
import type { Store } from "./store.js";

/** What cropping needs from the studio. */
export interface CropContext {
  readonly store: Store<State, Snapshot>;
  /** Prepares the file of a photo. */
  readonly prepare: (original: Blob, name: string, crop: Crop) => Promise<Photo>;
  /** Whether a request of the photo is running. */
  readonly isLocked: (entry: PhotoEntry) => boolean;
  /** Releases the URL of a photo. */
  readonly close: (photo: Photo) => void;
  readonly onPhoto: (photo: Photo) => void;
}

/** Crops one photo at a time. While it does, only the last crop that was asked for is kept. */
export function createCrops({ store, prepare, isLocked, close, onPhoto }: CropContext) {
  const { get, update } = store;
  const wanted = new Map<string, Crop>();
  let running: Promise<void> | undefined;

  function setCrop(crop: Crop): Promise<void> {
    const entry = findEntry(get(), get().selected);
    if (!entry?.photo.original || entry.steps.length > 0 || isLocked(entry)) return Promise.resolve();
    wanted.set(entry.photo.id, crop);
    running ??= cropAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function cropAll(): Promise<void> {
    for (const [id, crop] of wanted) {
      wanted.delete(id);
      update({ cropping: id });
      const { original, name = "" } = findEntry(get(), id)?.photo ?? {};
      const photo = original && (await prepare(original, name, crop).catch(() => undefined));
      if (photo) replace(id, photo);
    }
    update({ cropping: undefined });
  }

  function replace(id: string, photo: Photo): void {
    const old = findEntry(get(), id)?.photo;
    // The photo may have been removed in the meantime.
    if (!old) {
      close(photo);
      return;
    }
    const mask = get().selected === id ? undefined : get().mask;
    update({ ...patchEntry(get(), id, { photo }), mask });
    // The results of the previous crop show it.
    if (!get().results.some(({ before }) => before === old.url)) close(old);
    onPhoto(photo);
  }

  return {
    setCrop,
    /** Resolves when the photos have their last crop. Undefined if they have it. */
    pending: () => running,
  };
}
